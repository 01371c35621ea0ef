"""Types of the engine's CloudFormation: its request handlers, and what it keeps of a stack and of a change set."""

from collections.abc import Callable
from typing import Any, NotRequired, TypedDict, cast

from ministack.services.cloudformation import handlers, helpers

from sandbox.api.types import HttpAnswer

Parameters = dict[str, Any]
"""Members of a request as the query protocol has them, flattened."""

Handler = Callable[[Parameters], HttpAnswer]

HANDLERS = cast("dict[str, Handler]", handlers._ACTION_HANDLERS)
"""The engine's own table from an operation to its handler: changing it changes the engine."""


class Stack(TypedDict):
    """The members of the engine's record of a stack that are used here."""

    StackId: str
    StackName: str
    StackStatus: str
    StackStatusReason: NotRequired[str]
    RoleARN: NotRequired[str]
    Tags: list[dict[str, str]]
    Outputs: list[dict[str, Any]]
    ChangeSetId: NotRequired[str]
    DeletionTime: NotRequired[str]
    CreationTime: str
    LastUpdatedTime: str
    _resources: dict[str, dict[str, Any]]
    _template: dict[str, Any]
    _past_change_sets: NotRequired[dict[str, Any]]


class ChangeSet(TypedDict):
    """The members of the engine's record of a change set that are used here."""

    ChangeSetId: str
    ChangeSetName: str
    StackId: str
    StackName: str
    Status: str
    ExecutionStatus: str


def parameter(parameters: Parameters, name: str) -> str:
    """A parameter of a request; empty when it was not sent."""
    return helpers._p(parameters, name)


def find_stack(name: str) -> Stack | None:
    """A stack of the current account and region by its name or ARN."""
    return cast("Stack | None", handlers._resolve_stack(name))


def error(code: str, message: str, status: int = 400) -> HttpAnswer:
    return helpers._error(code, message, status)


def answer(operation: str, result: str = "") -> HttpAnswer:
    """The answer of an operation; `result` is XML."""
    return helpers._xml(200, f"{operation}Response", f"<{operation}Result>{result}</{operation}Result>")
