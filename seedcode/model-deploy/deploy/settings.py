"""What the project's build tells this repository, all of it from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

STAGES = ("staging", "production")


class DeployError(Exception):
    """An error that a person has to fix; the message names it."""


class EndpointType(StrEnum):
    REAL_TIME = "real-time"
    SERVERLESS = "serverless"
    ASYNCHRONOUS = "asynchronous"


@dataclass(frozen=True)
class Project:
    """How the endpoints answer, what they are called, and where an asynchronous one reads and writes."""

    kms_key_arn: str
    endpoint_type: EndpointType
    staging_endpoint: str
    production_endpoint: str
    staging_place: str
    production_place: str

    def endpoint_name(self, stage: str) -> str:
        return {"staging": self.staging_endpoint, "production": self.production_endpoint}[stage]

    def place(self, stage: str) -> str:
        """The S3 URI below which the endpoint of a stage reads and writes."""
        return {"staging": self.staging_place, "production": self.production_place}[stage]


@dataclass(frozen=True)
class Caller:
    """The role under which each stage's endpoint is called."""

    staging_test_role_arn: str
    production_test_role_arn: str

    def role_arn(self, stage: str) -> str:
        return {"staging": self.staging_test_role_arn, "production": self.production_test_role_arn}[stage]


Read = TypeVar("Read", Project, Caller)


def read(kind: type[Read], environment: Mapping[str, str] = os.environ) -> Read:
    """Project or Caller from the variables that are called like its fields."""
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
