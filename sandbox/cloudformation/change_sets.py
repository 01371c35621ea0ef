"""Change sets: which of them are found by what, and which can be executed.

A change set that was executed frees its name (recorded), and is described by its ARN from then on. One whose execution
failed is not found by its name any more: aws/aws-cdk#11995, #21677.
"""

from collections.abc import Awaitable

from ministack.services import cloudformation
from ministack.services.cloudformation import changesets

from sandbox.api.types import HttpAnswer
from sandbox.cloudformation.engine_api import (
    HANDLERS,
    ChangeSet,
    Handler,
    Parameters,
    Stack,
    error,
    find_stack,
    parameter,
)

_engine_track = changesets._track_change_set_execution
_OF_A_STACK = ("DescribeChangeSet", "ExecuteChangeSet", "DeleteChangeSet", "ListChangeSets")


async def _track(change_set: ChangeSet, stack: Stack, deployment: Awaitable[None]) -> None:
    before = stack.get("ChangeSetId", "")
    stack["ChangeSetId"] = change_set["ChangeSetId"]
    try:
        await _engine_track(change_set, stack, deployment)
    finally:
        if change_set["ExecutionStatus"] == "EXECUTE_FAILED":
            # Recorded: a stack whose creation failed has no ChangeSetId.
            stack["ChangeSetId"] = before
            put_aside(change_set, stack)


def put_aside(change_set: ChangeSet, stack: Stack) -> None:
    """Keep a change set that is past, where only its ARN finds it."""
    identifier = change_set["ChangeSetId"]
    stack.setdefault("_past_change_sets", {})[identifier] = change_set
    cloudformation._change_sets.pop(identifier, None)


def find(name: str, stack: str = "") -> tuple[str | None, ChangeSet | None]:
    """A change set by its ARN, or by its name and the name or ARN of its stack."""
    if name.startswith("arn:"):
        return _find_by_arn(name)
    found = find_stack(stack)
    for identifier, change_set in list(cloudformation._change_sets.items()):
        if found and change_set["ChangeSetName"] == name and change_set["StackId"] == found["StackId"]:
            return identifier, change_set
    return None, None


def _find_by_arn(arn: str) -> tuple[str | None, ChangeSet | None]:
    past = (stack.get("_past_change_sets", {}).get(arn) for stack in list(cloudformation._stacks.values()))
    found = cloudformation._change_sets.get(arn) or next(filter(None, past), None)
    return (arn, found) if found else (None, None)


def _refuse_unknown_stack(handler: Handler) -> Handler:
    """A change set's name says nothing without its stack; the stack is then given to the engine by its name."""

    def handle(parameters: Parameters) -> HttpAnswer:
        given, name = parameter(parameters, "StackName"), parameter(parameters, "ChangeSetName")
        if not given and name and not name.startswith("arn:"):
            return error("ValidationError", "StackName must be specified if ChangeSetName is not specified as an ARN.")
        stack = find_stack(given) if given else None
        if given and stack is None:
            return error("ValidationError", f"Stack [{given}] does not exist")
        return handler({**parameters, "StackName": [stack["StackName"]]} if stack else parameters)

    return handle


def _refuse_unready(execute: Handler) -> Handler:
    """The words are those of saksdirect/nova issue 10 and aws/amazon-chime-sdk-js issue 1089."""

    def handle(parameters: Parameters) -> HttpAnswer:
        _, change_set = find(parameter(parameters, "ChangeSetName"), parameter(parameters, "StackName"))
        if change_set and change_set["Status"] != "CREATE_COMPLETE":
            state = f"status of [{change_set['Status']}]"
        elif change_set and change_set["ExecutionStatus"] != "AVAILABLE":
            state = f"execution status of [{change_set['ExecutionStatus']}]"
        else:
            return execute(parameters)
        message = f"ChangeSet [{change_set['ChangeSetId']}] cannot be executed in its current {state}"
        return error("InvalidChangeSetStatus", message)

    return handle


def install() -> None:
    changesets._track_change_set_execution, changesets._find_change_set = _track, find
    HANDLERS["ExecuteChangeSet"] = _refuse_unready(HANDLERS["ExecuteChangeSet"])
    for name in _OF_A_STACK:
        HANDLERS[name] = _refuse_unknown_stack(HANDLERS[name])
