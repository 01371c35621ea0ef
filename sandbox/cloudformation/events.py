"""The events of stacks: CloudFormation User Guide, "Managing events with CloudFormation and Amazon EventBridge"."""

from collections.abc import Callable
from typing import Any

from ministack.services.cloudformation import changesets, handlers, stacks

from sandbox.api import events

_STACK = "AWS::CloudFormation::Stack"


def _with_event(add: Callable[..., None]) -> Callable[..., None]:
    def add_and_emit(*arguments: Any, **named: Any) -> None:
        add(*arguments, **named)
        _emit(*arguments, **named)

    return add_and_emit


def _emit(  # noqa: PLR0913, PLR0917 - the engine's signature
    stack_id: str,
    stack_name: str,
    logical_id: str,
    resource_type: str,
    status: str,
    reason: str = "",
    *_: Any,
    **__: Any,
) -> None:
    if resource_type != _STACK or logical_id != stack_name:
        return
    detail = {
        "stack-id": stack_id,
        "status-details": {"status": status, "status-reason": reason},
        "client-request-token": stacks.CLIENT_REQUEST_TOKEN.get(),
    }
    events.emit("aws.cloudformation", "CloudFormation Stack Status Change", detail, stack_id)


def install() -> None:
    stacks._add_event = handlers._add_event = changesets._add_event = _with_event(stacks._add_event)
