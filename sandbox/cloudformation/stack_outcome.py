"""How the last operation on a stack ended: CloudFormation User Guide, "Stack status codes" and "View stack events"."""

import time
from collections.abc import Iterator
from typing import Any, NamedTuple

_STARTED = frozenset({"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "IMPORT_IN_PROGRESS"})
_POLL_SECONDS = 0.05


class FailedResource(NamedTuple):
    logical_id: str
    type: str
    reason: str


def settled_stack(client: Any, stack: str) -> dict[str, Any] | None:
    """The description of a stack (name or id), unless an operation on it is still in progress."""
    described = client.describe_stacks(StackName=stack)["Stacks"][0]
    return None if described["StackStatus"].endswith("_IN_PROGRESS") else described


def wait_until_settled(client: Any, stack: str) -> dict[str, Any]:
    """The description of a stack as soon as no operation on it is in progress; a deleted one needs its id."""
    while (described := settled_stack(client, stack)) is None:
        time.sleep(_POLL_SECONDS)
    return described


def first_failed_resource(client: Any, stack: str) -> FailedResource | None:
    """The resource whose failure caused the others, among the events of the last operation on the stack."""
    failed = None
    for event in _events_of_last_operation(client, stack):
        reason = event.get("ResourceStatusReason", "")
        # CloudFormation cancels what it was still making; those events end in _FAILED too.
        if event["ResourceStatus"].endswith("_FAILED") and not _is_of_stack(event) and "cancelled" not in reason:
            failed = FailedResource(event["LogicalResourceId"], event["ResourceType"], reason)
    return failed


def _events_of_last_operation(client: Any, stack: str) -> Iterator[dict[str, Any]]:
    """Newest first, as DescribeStackEvents answers them."""
    for page in client.get_paginator("describe_stack_events").paginate(StackName=stack):
        for event in page["StackEvents"]:
            if _is_of_stack(event) and event["ResourceStatus"] in _STARTED:
                return
            yield event


def _is_of_stack(event: dict[str, Any]) -> bool:
    return event.get("PhysicalResourceId") == event["StackId"]
