"""What the project's builds tell this repository, all of it from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

STAGES = ("staging", "production")
NEWEST_APPROVED = "none"


class DeployError(Exception):
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
    """Who the endpoint belongs to, and how it answers. Read by both builds."""

    sagemaker_project_name: str
    sagemaker_project_id: str
    kms_key_arn: str
    endpoint_type: EndpointType
    staging_endpoint: str
    production_endpoint: str
    staging_place: str
    production_place: str

    def endpoint_name(self, stage: str) -> str:
        return {"staging": self.staging_endpoint, "production": self.production_endpoint}[stage]

    def place(self, stage: str) -> str:
        """Where the endpoint of a stage writes."""
        return {"staging": self.staging_place, "production": self.production_place}[stage]


@dataclass(frozen=True)
class DeploymentSettings:
    """What is deployed, where to, and how. Read by the build that prepares."""

    model_package_group_name: str
    model_package_arn: str
    traffic: Traffic
    staging_execution_role_arn: str
    production_execution_role_arn: str
    source_commit: str
    pipeline_execution_id: str
    pipeline_name: str

    def execution_role_arn(self, stage: str) -> str:
        """What the model runs as in a stage's account."""
        return {"staging": self.staging_execution_role_arn, "production": self.production_execution_role_arn}[stage]


@dataclass(frozen=True)
class Caller:
    """What the test calls endpoints as. Read by the build that tests."""

    test_role_arn: str
    production_test_role_arn: str


Read = TypeVar("Read", Project, DeploymentSettings, Caller)


def read(kind: type[Read], environment: Mapping[str, str] = os.environ) -> Read:
    """Project, DeploymentSettings or Caller from the variables that are called like its fields."""
    names = {field.name: field.name.upper() for field in fields(kind)}
    missing = [variable for variable in names.values() if not environment.get(variable)]
    if missing:
        raise DeployError(f"not set: {', '.join(missing)} (the project's build sets them; see README, Settings)")
    values: dict[str, Any] = {field.name: chosen(field.type, names[field.name], environment) for field in fields(kind)}
    return kind(**values)


def chosen(kind: Any, variable: str, environment: Mapping[str, str]) -> Any:
    """The value of a variable, refused if it is none of the allowed ones."""
    value = environment[variable]
    try:
        return kind(value)
    except ValueError as error:
        raise DeployError(f"{variable} is `{value}`: use {', '.join(kind)}") from error
