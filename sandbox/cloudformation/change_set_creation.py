"""The creation of stacks and change sets: whether the name is free, and what a stack in review has.

A change set that was executed frees its name, and a stack in review stays the same for further ones: recorded.
"""

from typing import Any, cast

from ministack.services import cloudformation

from sandbox.api.errors import ServiceError
from sandbox.api.types import HttpAnswer
from sandbox.cloudformation import change_sets, property_values
from sandbox.cloudformation.engine_api import HANDLERS, Handler, Parameters, Stack, error, find_stack, parameter
from sandbox.cloudformation.template.values import references


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
    stack, (_, change_set) = find_stack(stack_name), change_sets.find(name, stack_name)
    if stack and change_set:
        record = cast("dict[str, Any]", change_set)
        property_values.without_repeats(record["Changes"], stack["_template"], record["_template"])
        record["_property_values"] = property_values.noted(record, stack)
        if not record["Changes"] and record["Status"] == "FAILED" and _changes_outputs(record, stack):
            record |= {"Status": "CREATE_COMPLETE", "ExecutionStatus": "AVAILABLE", "StatusReason": ""}


def _changes_outputs(record: dict[str, Any], stack: Stack) -> bool:
    """A change set may change outputs and nothing else; it has no changes then, and can be executed.

    CloudFormation User Guide, "Update CloudFormation stacks using change sets".
    """
    before: dict[str, Any] = cast("dict[str, Any]", stack).get("_resolved_params", {})
    after = record["_resolved_params"]
    changed = {name for name, each in after.items() if before.get(name, {}).get("Value") != each["Value"]}
    outputs = record["_template"].get("Outputs", {})
    used = {reference.name for reference in references(list(outputs.values()))}
    return outputs != stack["_template"].get("Outputs", {}) or bool(changed & used)


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
    _, present = change_sets.find(name, given)
    if present and present["ExecutionStatus"] != "EXECUTE_COMPLETE":
        problem = f"ChangeSet {name} cannot be created due to a mismatch with existing attribute Template"
        return "AlreadyExistsException", problem
    return None


def _free_name(name: str, stack: Stack) -> None:
    _, executed = change_sets.find(name, stack["StackId"])
    if executed:
        change_sets.put_aside(executed, stack)


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
    HANDLERS["CreateChangeSet"] = _create(HANDLERS["CreateChangeSet"])
    HANDLERS["CreateStack"] = _without_time_of_change(HANDLERS["CreateStack"])
