"""The parts of a pipeline definition, in the shapes of AWS's definition schema 2020-12-01."""

from typing import Any, NotRequired, TypedDict

from sandbox.api.types import Record


class Parameter(TypedDict):
    Name: str
    Type: str
    DefaultValue: NotRequired[Any]
    EnumValues: NotRequired[list[Any]]


class CacheConfig(TypedDict):
    Enabled: NotRequired[bool]
    ExpireAfter: NotRequired[str]


class RetryPolicy(TypedDict):
    ExceptionType: list[str]
    IntervalSeconds: NotRequired[float]
    BackoffRate: NotRequired[float]
    MaxAttempts: NotRequired[int]
    ExpireAfterMin: NotRequired[float]


class PropertyFile(TypedDict):
    PropertyFileName: str
    OutputName: str
    FilePath: str


class Step(TypedDict):
    Name: str
    Type: str
    Arguments: NotRequired[Record]
    DisplayName: NotRequired[str]
    Description: NotRequired[str]
    DependsOn: NotRequired[list[Any]]
    CacheConfig: NotRequired[CacheConfig]
    RetryPolicies: NotRequired[list[RetryPolicy]]
    PropertyFiles: NotRequired[list[PropertyFile]]


class Definition(TypedDict):
    Steps: list[Step]
    Parameters: NotRequired[list[Parameter]]
