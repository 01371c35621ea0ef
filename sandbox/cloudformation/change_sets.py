"""Change sets: their names, the stack of a new one, and which of them are found after their execution.

A change set that was executed frees its name (recorded), and is described by its ARN from then on. One whose execution
failed is not found by its name any more: aws/aws-cdk#11995, #21677.
"""

from collections.abc import Awaitable
from typing import Any, cast

from ministack.services import cloudformation
from ministack.services.cloudformation import changesets

from sandbox.api.errors import ServiceError
from sandbox.api.types import HttpAnswer
from sandbox.cloudformation import property_values
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
            _put_aside(change_set, stack)


def _put_aside(change_set: ChangeSet, stack: Stack) -> None:
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


def _create(create: Handler) -> Handler:
    def handle(parameters: Parameters) -> HttpAnswer:
        name, given = parameter(parameters, "ChangeSetName"), parameter(parameters, "StackName")
        creates = parameter(parameters, "ChangeSetType") == "CREATE"
        stack = find_stack(given)
        refusal = _refusal(name, given, stack, creates=creates)
        if refusal:
            return error(*refusal)
        if stack:
            _free_name(name, stack)
            parameters = {**parameters, "StackName": [stack["StackName"]]}
        answer = _create_in_review(create, parameters, stack) if creates else create(parameters)
        if answer[0] == 200:
            _note_values(name, given)
        return answer

    return handle


def _note_values(name: str, stack_name: str) -> None:
    stack, (_, change_set) = find_stack(stack_name), find(name, stack_name)
    if stack and change_set:
        record = cast("dict[str, Any]", change_set)
        property_values.without_repeats(record["Changes"], stack["_template"], record["_template"])
        record["_property_values"] = property_values.noted(record, stack)


def _refusal(name: str, given: str, stack: Stack | None, *, creates: bool) -> tuple[str, str] | None:
    """Code and message; recorded for a stack that is there, else aws/aws-cdk#7340 and saksdirect/nova#10."""
    is_in_review = stack is not None and stack["StackStatus"] == "REVIEW_IN_PROGRESS"
    if creates and stack and not is_in_review:
        problem = (
            f"Stack [{stack['StackName']}] already exists and cannot be created again with the changeSet [{name}]."
        )
        return "ValidationError", problem
    if not creates and (stack is None or is_in_review):
        return "ValidationError", f"Stack [{given}] does not exist"
    _, present = find(name, given)
    if present and present["ExecutionStatus"] != "EXECUTE_COMPLETE":
        problem = f"ChangeSet {name} cannot be created due to a mismatch with existing attribute Template"
        return "AlreadyExistsException", problem
    return None


def _free_name(name: str, stack: Stack) -> None:
    _, executed = find(name, stack["StackId"])
    if executed:
        _put_aside(executed, stack)


def _create_in_review(create: Handler, parameters: Parameters, stack: Stack | None) -> HttpAnswer:
    """A stack in review stays the same for further change sets, and whatever is refused leaves nothing behind."""
    name = parameter(parameters, "StackName")
    try:
        status, headers, body = create(parameters)
    except ServiceError:
        _bring_back(name, stack)
        raise
    made = find_stack(name)
    if status != 200 or made is None:
        _bring_back(name, stack)
        return status, headers, body
    if stack is None:
        # Recorded: tags and a time of change come with the execution.
        made["Tags"] = []
        made["LastUpdatedTime"] = made["CreationTime"]
        return status, headers, body
    identifier = made["StackId"]
    for change_set in list(cloudformation._change_sets.values()):
        if change_set["StackId"] == identifier:
            change_set["StackId"] = stack["StackId"]
    cloudformation._stack_events.pop(identifier, None)
    _bring_back(name, stack)
    return status, headers, body.replace(identifier.encode(), stack["StackId"].encode())


def _bring_back(name: str, stack: Stack | None) -> None:
    made = cloudformation._stacks.pop(name, None)
    if stack:
        cloudformation._stacks[name] = stack
    elif made:
        cloudformation._stack_events.pop(made["StackId"], None)


def _without_time_of_change(create: Handler) -> Handler:
    """A stack that was created directly was changed first by its first update (API Reference, Stack)."""

    def handle(parameters: Parameters) -> HttpAnswer:
        answer = create(parameters)
        stack = find_stack(parameter(parameters, "StackName"))
        if answer[0] == 200 and stack:
            stack["LastUpdatedTime"] = stack["CreationTime"]
        return answer

    return handle


def install() -> None:
    changesets._track_change_set_execution, changesets._find_change_set = _track, find
    HANDLERS["ExecuteChangeSet"] = _refuse_unready(HANDLERS["ExecuteChangeSet"])
    for name in _OF_A_STACK:
        HANDLERS[name] = _refuse_unknown_stack(HANDLERS[name])
    HANDLERS["CreateChangeSet"] = _create(HANDLERS["CreateChangeSet"])
    HANDLERS["CreateStack"] = _without_time_of_change(HANDLERS["CreateStack"])
