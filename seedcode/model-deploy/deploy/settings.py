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
    artifact_bucket: str
    kms_key_arn: str
    endpoint_type: EndpointType
    staging_endpoint: str
    production_endpoint: str

    def endpoint_name(self, stage: str) -> str:
        return {"staging": self.staging_endpoint, "production": self.production_endpoint}[stage]

    def place(self, stage: str) -> str:
        """Where the endpoint of a stage writes."""
        return f"s3://{self.artifact_bucket}/endpoints/{stage}"


@dataclass(frozen=True)
class DeploymentSettings:
    """What is deployed, where to, and how. Read by the build that prepares."""

    model_package_group_name: str
    model_package_arn: str
    traffic: Traffic
    staging_account: str
    production_account: str
    source_commit: str
    pipeline_execution_id: str
    pipeline_name: str

    def account(self, stage: str) -> str:
        return {"staging": self.staging_account, "production": self.production_account}[stage]


@dataclass(frozen=True)
class Caller:
    """What the test calls endpoints as. Read by the build that tests."""

    test_role_arn: str
    production_account: str

    @property
    def production_role_arn(self) -> str:
        """The role that is called the same, in the account of production."""
        *before, _account, resource = self.test_role_arn.split(":", 5)
        return ":".join([*before, self.production_account, resource])


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
