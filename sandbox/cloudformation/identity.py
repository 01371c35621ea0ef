"""Under whose credentials a stack works: its role's, or those of whoever asked for the operation."""

import contextvars
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from ministack.core import iam_evaluator
from ministack.services.cloudformation import changesets, handlers, helpers

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn
from sandbox.api.loopback import Credentials, acting_as
from sandbox.api.sessions import assume_for_service, caller

_OPERATIONS = ("CreateStack", "UpdateStack", "DeleteStack", "CreateChangeSet", "ExecuteChangeSet")
_current: ContextVar[Credentials] = ContextVar("sandbox_stack_credentials")
_role: ContextVar[str] = ContextVar("sandbox_stack_role", default="")


def as_stack(handler: Callable) -> Callable:
    """A resource handler that makes its calls as the stack it works for."""

    def run(*arguments: Any, **named: Any) -> Any:
        with acting_as(_current.get()):
            return handler(*arguments, **named)

    return run


def _run_as(credentials: Credentials, role: str, handler: Callable, parameters: dict) -> tuple:
    # The task that the handler schedules copies this context; the request's own ends with the answer.
    return contextvars.copy_context().run(lambda: _set_and_run(credentials, role, handler, parameters))


def _set_and_run(credentials: Credentials, role: str, handler: Callable, parameters: dict) -> tuple:
    _current.set(credentials)
    _role.set(role)
    return handler(parameters)


def _wrap(handler: Callable[[dict], tuple]) -> Callable[[dict], tuple]:
    def run(parameters: dict) -> tuple:
        role = helpers._p(parameters, "RoleARN") or _role_of_stack(helpers._p(parameters, "StackName"))
        try:
            credentials = _of_role(role, _stack(helpers._p(parameters, "StackName"))) if role else caller()
        except ServiceError as error:
            return helpers._error("ValidationError", f"Role {role} is invalid or cannot be assumed: {error}")
        return _run_as(credentials, role, handler, parameters)

    return run


def _stack(name: str) -> str:
    """The ARN that CloudFormation tells a role's trust policy; that of a stack to be ends in what nobody knows yet."""
    known = handlers._resolve_stack(name)
    if known:
        return known["StackId"]
    return name if name.startswith("arn:") else arn("cloudformation", f"stack/{name}/{uuid.uuid4()}")


def _of_role(role: str, stack: str) -> Credentials:
    mine = iam_evaluator.caller_arn().split("/")
    if ":assumed-role/" in iam_evaluator.caller_arn() and mine[1] == role.rpartition("/")[2]:
        return caller()
    return assume_for_service(role, "cloudformation.amazonaws.com", "AWSCloudFormation", stack)


def _keep_role(handler: Callable[[dict], tuple]) -> Callable[[dict], tuple]:
    """A change set is executed as the role that it was made with, whoever executes it."""

    def run(parameters: dict) -> tuple:
        answer = handler(parameters)
        stack = handlers._resolve_stack(helpers._p(parameters, "StackName"))
        if stack and helpers._p(parameters, "RoleARN"):
            stack["RoleARN"] = helpers._p(parameters, "RoleARN")
        return answer

    return run


def _role_of_stack(name: str) -> str:
    stack: dict[str, Any] = handlers._resolve_stack(name) or {} if name else {}
    return stack.get("RoleARN", "")


def _remember(create_task: Callable) -> Callable:
    """A stack keeps its role for later operations, as on AWS; the task inherits the credentials by context."""

    def schedule(coroutine: Any, stack: dict | None, stack_id: str | None = None) -> None:
        if stack is not None and _role.get():
            stack["RoleARN"] = _role.get()
        create_task(coroutine, stack, stack_id)

    return schedule


def install() -> None:
    for operation in _OPERATIONS:
        handlers._ACTION_HANDLERS[operation] = _wrap(handlers._ACTION_HANDLERS[operation])
    handlers._ACTION_HANDLERS["CreateChangeSet"] = _keep_role(handlers._ACTION_HANDLERS["CreateChangeSet"])
    handlers._create_stack_task_in_region = _remember(handlers._create_stack_task_in_region)
    changesets._create_stack_task_in_region = _remember(changesets._create_stack_task_in_region)
