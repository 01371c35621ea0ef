"""The events of a stack in AWS's words, and what the stack's record takes from them.

CloudFormation User Guide, "View stack events" and "Understand CloudFormation stack creation events". Recorded: a stack
whose creation was rolled back has the time at which that began as its DeletionTime, and no reason.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from ministack.core.responses import now_iso
from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, handlers, stacks

from sandbox.cloudformation import exports, update_events
from sandbox.cloudformation.engine_api import Stack, find_stack

_STACK = "AWS::CloudFormation::Stack"
_DELETION = ("DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS")
_BY_USER = ("REVIEW_IN_PROGRESS", "CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS")
_INITIATED = "Resource creation Initiated"

AddEvent = Callable[..., None]
_failures: dict[str, str] = {}
_MISSING_EXPORT = re.compile(r"Export '(.*)' not found")


class Event(NamedTuple):
    """The arguments of the engine's function, in its order."""

    stack_id: str
    stack_name: str
    logical_id: str
    resource_type: str
    status: str
    reason: str = ""
    physical_id: str = ""
    detailed_status: str = ""

    @property
    def is_of_stack(self) -> bool:
        return self.resource_type == _STACK and self.logical_id == self.stack_name


def _in_the_words_of_aws(add: AddEvent) -> AddEvent:
    def add_event(*arguments: Any, **named: Any) -> None:
        event = Event(*arguments, **named)
        if event.is_of_stack:
            _add_to_stack(add, event)
        else:
            _add_to_resource(add, event)

    return add_event


def _add_to_resource(add: AddEvent, event: Event) -> None:
    missing = _MISSING_EXPORT.fullmatch(event.reason)
    if missing:
        # aws-cloudformation-templates issue 263: the stack fails for it, not the resource that imports it.
        _failures[event.stack_id] = f"No export named {missing[1]} found"
        return
    if event.status == "DELETE_SKIPPED":
        update_events.begin_cleanup(event.stack_id)
    for shown in update_events.shown(event):
        if shown.status == "CREATE_COMPLETE":
            add(*shown._replace(status="CREATE_IN_PROGRESS", reason=_INITIATED))
        add(*shown)


def _add_to_stack(add: AddEvent, event: Event) -> None:
    if event.status in ("CREATE_FAILED", "UPDATE_FAILED") and not event.detailed_status:
        # An output that cannot be made: AWS names it in the event of the roll back, which follows, and only there.
        _failures[event.stack_id] = event.reason
        return
    if event.status == "UPDATE_COMPLETE":
        update_events.begin_cleanup(event.stack_id)
    event = event._replace(reason=_reason(event))
    add(*event)
    _take_note(event)


def _reason(event: Event) -> str:
    if event.status in _BY_USER:
        return event.reason or "User Initiated"
    if event.status.endswith("ROLLBACK_IN_PROGRESS"):
        return _cause(event)
    return "" if event.reason == "Rollback complete" else event.reason


def _cause(event: Event) -> str:
    failure = _failures.pop(event.stack_id, "")
    if event.status == "UPDATE_ROLLBACK_IN_PROGRESS":
        return failure or event.reason
    if event.reason != "Rollback requested":
        return event.reason
    return f"{_failed_resources(event) or failure}. Rollback requested by user."


def _failed_resources(event: Event) -> str:
    """What a roll back of a creation names as its cause."""
    events = cloudformation._stack_events[event.stack_id]
    names = [each["LogicalResourceId"] for each in events if each["ResourceStatus"] == "CREATE_FAILED"]
    return f"The following resource(s) failed to create: [{', '.join(names)}]" if names else ""


def _take_note(event: Event) -> None:
    stack = find_stack(event.stack_id)
    if stack is None:
        return
    stack["StackStatusReason"] = event.reason
    if event.status in _DELETION:
        stack["DeletionTime"] = now_iso()
    if event.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        exports.drop_old(stack)
    if event.status == "DELETE_COMPLETE":
        _release_name(event.stack_name, stack)


def _release_name(name: str, stack: Stack) -> None:
    """API Reference, DescribeStacks: a deleted stack is found by its id only, and its name is free."""
    cloudformation._stacks.pop(name, None)
    cloudformation._stacks[stack["StackId"]] = stack


def install() -> None:
    add = _in_the_words_of_aws(stacks._add_event)
    stacks._add_event = handlers._add_event = changesets._add_event = add
