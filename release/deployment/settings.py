"""What the project's template tells this code, all of it from the environment of its builds."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

STAGES = ("staging", "production")
NEWEST_APPROVED = "none"
NO_NETWORK = "none"
"""The value of `subnets` and `security_groups` where a platform team has set no network for the stage."""


class ReleaseError(Exception):
    """An error that a person has to fix; the message names it."""


class EndpointType(StrEnum):
    REAL_TIME = "real-time"
    SERVERLESS = "serverless"
    ASYNCHRONOUS = "asynchronous"


class Traffic(StrEnum):
    ALL_AT_ONCE = "all-at-once"
    CANARY = "canary"
    LINEAR = "linear"
    ROLLING = "rolling"


@dataclass(frozen=True)
class Project:
    """Who the endpoint belongs to, how it answers, and where its copies of models are."""

    sagemaker_project_name: str
    sagemaker_project_id: str
    artifact_bucket: str
    kms_key_arn: str
    endpoint_type: EndpointType
    traffic: Traffic
    console: str


@dataclass(frozen=True)
class Models:
    """The group whose models are deployed, and the project and bucket that they come from."""

    model_package_group_name: str
    models_bucket: str
    models_project: str


@dataclass(frozen=True)
class Run:
    """What is deployed this time."""

    model_package_arn: str
    source_commit: str
    pipeline_execution_id: str
    pipeline_name: str


@dataclass(frozen=True)
class Stage:
    """Where and as whom a model runs. Subnets and groups have commas between them, or are `none`."""

    endpoint: str
    execution_role_arn: str
    place: str
    subnets: str
    security_groups: str


@dataclass(frozen=True)
class Settings:
    """All of it, as `prepare` reads it."""

    project: Project
    models: Models
    run: Run
    stages: Mapping[str, Stage]


Read = TypeVar("Read", Project, Models, Run, Stage)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    stages = {stage: read(Stage, environment, f"{stage.upper()}_") for stage in STAGES}
    return Settings(read(Project, environment), read(Models, environment), read(Run, environment), stages)


def read(kind: type[Read], environment: Mapping[str, str] = os.environ, prefix: str = "") -> Read:
    """One of the above, from the variables that are called like its fields."""
    names = {field.name: f"{prefix}{field.name.upper()}" for field in fields(kind)}
    missing = [variable for variable in names.values() if not environment.get(variable)]
    if missing:
        raise ReleaseError(f"not set: {', '.join(missing)} (the project's template sets them)")
    values: dict[str, Any] = {field.name: chosen(field.type, names[field.name], environment) for field in fields(kind)}
    return kind(**values)


def chosen(kind: Any, variable: str, environment: Mapping[str, str]) -> Any:
    """The value of a variable, refused if it is none of the allowed ones."""
    value = environment[variable]
    try:
        return kind(value)
    except ValueError as error:
        raise ReleaseError(f"{variable} is `{value}`: use {', '.join(kind)}") from error
