"""Stacks that take no change until somebody repairs them: a change set for one is refused, and so is an update.

CloudFormation User Guide, "Stack status codes"; the words are recorded for UPDATE_ROLLBACK_FAILED (org-formation-cli
issue 455) and ROLLBACK_COMPLETE (aws-cli issue 6216).
"""

from collections.abc import Callable

from ministack.services.cloudformation import handlers
from ministack.services.cloudformation.helpers import _error, _p

Handler = Callable[[dict], tuple]
_STUCK = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "UPDATE_ROLLBACK_FAILED", "DELETE_FAILED")


def _refusing(change: Handler) -> Handler:
    def handle(parameters: dict) -> tuple:
        stack = handlers._resolve_stack(_p(parameters, "StackName")) or {}
        status = stack.get("StackStatus")
        creates = _p(parameters, "ChangeSetType") in ("CREATE", "IMPORT")
        if status in _STUCK and not creates:
            return _error("ValidationError", f"Stack:{stack['StackId']} is in {status} state and can not be updated.")
        return change(parameters)

    return handle


def install() -> None:
    for name in ("CreateChangeSet", "UpdateStack"):
        handlers._ACTION_HANDLERS[name] = _refusing(handlers._ACTION_HANDLERS[name])
