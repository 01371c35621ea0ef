"""Stacks that cannot be updated in their state: a change set for one is refused, and so is an update.

CloudFormation User Guide, "Stack status codes"; the words are recorded for UPDATE_ROLLBACK_FAILED (org-formation-cli
issue 455) and ROLLBACK_COMPLETE (aws-cli issue 6216); for the other two see docs/assumptions.md.
"""

from sandbox.api.types import HttpAnswer
from sandbox.cloudformation.engine_api import HANDLERS, Handler, Parameters, error, find_stack, parameter

_STUCK = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "UPDATE_ROLLBACK_FAILED", "DELETE_FAILED")


def _refuse_stuck(change: Handler) -> Handler:
    def handle(parameters: Parameters) -> HttpAnswer:
        stack = find_stack(parameter(parameters, "StackName"))
        creates = parameter(parameters, "ChangeSetType") in ("CREATE", "IMPORT")
        if stack and stack["StackStatus"] in _STUCK and not creates:
            problem = f"Stack:{stack['StackId']} is in {stack['StackStatus']} state and can not be updated."
            return error("ValidationError", problem)
        return change(parameters)

    return handle


def install() -> None:
    for name in ("CreateChangeSet", "UpdateStack"):
        HANDLERS[name] = _refuse_stuck(HANDLERS[name])
