"""The credentials of a stack: those of its role, or else of the caller of the operation."""

import contextvars
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from ministack.core import iam_evaluator
from ministack.services.cloudformation import changesets, handlers

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn
from sandbox.api.loopback import Credentials, acting_as
from sandbox.cloudformation.engine_api import (
    HANDLERS,
    Handler,
    HttpAnswer,
    Parameters,
    Stack,
    error,
    find_stack,
    parameter,
)
from sandbox.iam.sessions import assume_for_service, caller

_OPERATIONS = ("CreateStack", "UpdateStack", "DeleteStack", "CreateChangeSet", "ExecuteChangeSet")
_current: ContextVar[Credentials] = ContextVar("sandbox_stack_credentials")
_role: ContextVar[str] = ContextVar("sandbox_stack_role", default="")


def as_stack(handler: Callable[..., Any]) -> Callable[..., Any]:
    """A resource handler that makes its calls with the credentials of the stack."""

    def run(*arguments: Any, **named: Any) -> Any:
        with acting_as(_current.get()):
            return handler(*arguments, **named)

    return run


def _run_as(credentials: Credentials, role: str, handler: Handler, parameters: Parameters) -> HttpAnswer:
    # The task that the handler schedules copies this context; the request's own ends with the answer.
    return contextvars.copy_context().run(lambda: _set_and_run(credentials, role, handler, parameters))


def _set_and_run(credentials: Credentials, role: str, handler: Handler, parameters: Parameters) -> HttpAnswer:
    _current.set(credentials)
    _role.set(role)
    return handler(parameters)


def _with_credentials(handler: Handler) -> Handler:
    def run(parameters: Parameters) -> HttpAnswer:
        name = parameter(parameters, "StackName")
        role = parameter(parameters, "RoleARN") or _role_of_stack(name)
        try:
            credentials = _of_role(role, _stack_arn(name)) if role else caller()
        except ServiceError:
            return error("ValidationError", f"Role {role} is invalid or cannot be assumed")
        return _run_as(credentials, role, handler, parameters)

    return run


def _stack_arn(name: str) -> str:
    """The ARN that a role's trust policy sees as the source; a new stack's ends in an identifier of its own."""
    stack = find_stack(name)
    if stack:
        return stack["StackId"]
    return name if name.startswith("arn:") else arn("cloudformation", f"stack/{name}/{uuid.uuid4()}")


def _of_role(role: str, stack: str) -> Credentials:
    session = iam_evaluator.caller_arn()
    if ":assumed-role/" in session and session.split("/")[1] == role.rpartition("/")[2]:
        return caller()
    return assume_for_service(role, "cloudformation.amazonaws.com", "AWSCloudFormation", stack)


def _keep_role(handler: Handler) -> Handler:
    """A change set is executed with the role that it was created with, whatever role executes it."""

    def run(parameters: Parameters) -> HttpAnswer:
        answer = handler(parameters)
        stack = find_stack(parameter(parameters, "StackName"))
        if stack and parameter(parameters, "RoleARN"):
            stack["RoleARN"] = parameter(parameters, "RoleARN")
        return answer

    return run


def _role_of_stack(name: str) -> str:
    stack = find_stack(name) if name else None
    return stack.get("RoleARN", "") if stack else ""


def _remember_role(create_task: Callable[..., None]) -> Callable[..., None]:
    """CloudFormation User Guide, "CloudFormation service role": a stack keeps its role for all later operations.

    The task inherits the credentials by its context.
    """

    def schedule(coroutine: Any, stack: Stack | None, stack_id: str | None = None) -> None:
        if stack is not None and _role.get():
            stack["RoleARN"] = _role.get()
        create_task(coroutine, stack, stack_id)

    return schedule


def install() -> None:
    for operation in _OPERATIONS:
        HANDLERS[operation] = _with_credentials(HANDLERS[operation])
    HANDLERS["CreateChangeSet"] = _keep_role(HANDLERS["CreateChangeSet"])
    handlers._create_stack_task_in_region = _remember_role(handlers._create_stack_task_in_region)
    changesets._create_stack_task_in_region = _remember_role(changesets._create_stack_task_in_region)
