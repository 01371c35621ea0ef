"""Which resource made an operation on a stack fail, read from events in the order that CloudFormation gives them."""

from typing import Any

from sandbox.cloudformation.stack_outcome import FailedResource, first_failed_resource, wait_until_settled

STACK = "arn:aws:cloudformation:us-east-1:111111111111:stack/s/1"
EVENTS = (
    (STACK, "s", "CREATE_IN_PROGRESS", ""),
    ("old", "Old", "CREATE_FAILED", "of the operation before"),
    (STACK, "s", "ROLLBACK_COMPLETE", ""),
    (STACK, "s", "UPDATE_IN_PROGRESS", "User Initiated"),
    ("", "Bucket", "CREATE_IN_PROGRESS", ""),
    ("", "Other", "CREATE_FAILED", "Resource creation cancelled"),
    ("", "Bucket", "CREATE_FAILED", "the cause"),
    ("", "Queue", "CREATE_FAILED", "a consequence"),
    (STACK, "s", "UPDATE_ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [Bucket]."),
    (STACK, "s", "UPDATE_ROLLBACK_FAILED", "it could not be rolled back"),
)


class CloudFormation:
    """A client that answers `statuses` one after the other, and the events in pages of three, newest first."""

    def __init__(self, events: tuple[tuple[str, str, str, str], ...] = EVENTS, statuses: tuple[str, ...] = ()) -> None:
        names = ("PhysicalResourceId", "LogicalResourceId", "ResourceStatus", "ResourceStatusReason")
        shared = {"StackId": STACK, "ResourceType": "AWS::Some::Type"}
        self._events = [shared | dict(zip(names, event, strict=True)) for event in reversed(events)]
        self._statuses = iter(statuses)

    def describe_stacks(self, **_: str) -> dict[str, Any]:
        return {"Stacks": [{"StackStatus": next(self._statuses)}]}

    def get_paginator(self, _operation: str) -> "CloudFormation":
        return self

    def paginate(self, **_: str) -> list[dict[str, Any]]:
        return [{"StackEvents": self._events[first : first + 3]} for first in range(0, len(self._events), 3)]


def test_the_first_failure_of_the_last_operation_is_the_cause() -> None:
    assert first_failed_resource(CloudFormation(), STACK) == FailedResource("Bucket", "AWS::Some::Type", "the cause")


def test_an_operation_without_a_failed_resource_has_no_cause() -> None:
    assert first_failed_resource(CloudFormation(EVENTS[:1]), STACK) is None
    assert first_failed_resource(CloudFormation(EVENTS[:5]), STACK) is None


def test_a_stack_is_settled_when_nothing_is_in_progress_on_it() -> None:
    statuses = ("UPDATE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE")
    assert wait_until_settled(CloudFormation(statuses=statuses), STACK) == {"StackStatus": "UPDATE_COMPLETE"}
