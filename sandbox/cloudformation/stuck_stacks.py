"""Stacks that cannot be updated in their state, and names that are taken.

CloudFormation User Guide, "Stack status codes"; the words are recorded for UPDATE_ROLLBACK_FAILED (org-formation-cli
issue 455) and ROLLBACK_COMPLETE (aws-cli issue 6216); for the other ones see docs/assumptions.md.
"""

from sandbox.api.types import HttpAnswer
from sandbox.cloudformation.engine_api import HANDLERS, Handler, Parameters, error, find_stack, parameter

# One in review is refused by a sentence of its own, and a deleted one does not exist.
_ELSEWHERE = ("REVIEW_IN_PROGRESS", "DELETE_COMPLETE")
_UPDATABLE = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", *_ELSEWHERE)


def _refuse_stuck(change: Handler) -> Handler:
    def handle(parameters: Parameters) -> HttpAnswer:
        stack = find_stack(parameter(parameters, "StackName"))
        creates = parameter(parameters, "ChangeSetType") in ("CREATE", "IMPORT")
        if stack and stack["StackStatus"] not in _UPDATABLE and not creates:
            problem = f"Stack:{stack['StackId']} is in {stack['StackStatus']} state and can not be updated."
            return error("ValidationError", problem)
        return change(parameters)

    return handle


def _refuse_taken(create: Handler) -> Handler:
    """Recorded: a name is taken as long as its stack is not deleted, whatever its status."""

    def handle(parameters: Parameters) -> HttpAnswer:
        name = parameter(parameters, "StackName")
        if find_stack(name):
            return error("AlreadyExistsException", f"Stack [{name}] already exists")
        return create(parameters)

    return handle


def install() -> None:
    for name in ("CreateChangeSet", "UpdateStack"):
        HANDLERS[name] = _refuse_stuck(HANDLERS[name])
    HANDLERS["CreateStack"] = _refuse_taken(HANDLERS["CreateStack"])
