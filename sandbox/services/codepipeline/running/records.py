"""What is known of an execution, in a form that survives a restart; an ActionError says why an action failed."""

import time
import uuid
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import now

Record = dict[str, Any]

_SECONDS_BETWEEN_LOOKS = 0.1
ENDED = frozenset({"Succeeded", "Failed", "Stopped", "Superseded", "Cancelled"})


class ActionError(Exception):
    """A failed action: what AWS shows as its error, and its code."""

    def __init__(self, message: str, code: str = "JobFailed") -> None:
        super().__init__(message)
        self.code = code


class AbandonedError(Exception):
    """The execution was stopped without waiting for its actions."""


def execution(declaration: Record, variables: dict[str, str], trigger: Record, sequence: int) -> Record:
    return {
        "id": str(uuid.uuid4()),
        "pipeline": declaration["name"],
        "declaration": declaration,
        "sequence": sequence,
        "status": "InProgress",
        "type": "STANDARD",
        "startTime": now(),
        "lastUpdateTime": now(),
        "trigger": trigger,
        "variables": variables,
        "namespaces": {},
        "artifacts": {},
        "revisions": [],
        "position": 0,
        "stages": {},
        "actions": [],
    }


def rollback(target: Record, failed: Record, stage: str, trigger: Record) -> Record:
    """One stage again, with everything that `target` went through it with; it takes the place of `failed`."""
    made = execution(target["declaration"], target["variables"], trigger, failed["sequence"])
    made |= {name: target[name] for name in ("namespaces", "artifacts", "revisions")}
    names = [each["name"] for each in target["declaration"]["stages"]]
    return made | {"type": "ROLLBACK", "target": target["id"], "stage": stage, "position": names.index(stage)}


def action_entry(stage: str, action: Record) -> Record:
    return {
        "id": str(uuid.uuid4()),
        "stage": stage,
        "action": action,
        "status": "InProgress",
        "startTime": now(),
        "lastUpdateTime": now(),
        "configuration": {},
        "inputs": {},
        "outputs": {},
        "variables": {},
    }


def change(record: Record, status: str, **more: Any) -> None:
    record |= {"status": status, "lastUpdateTime": now(), **more}


def wait_until(execution: Record, done: Callable[[], Any]) -> Any:
    """The first true answer of `done`.

    Raises:
        AbandonedError: the execution was told not to wait.

    """
    while not (found := done()):
        if execution.get("abandoned"):
            raise AbandonedError
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    return found


def reason(error: Exception) -> tuple[str, str]:
    """Code and message of whatever ended an action."""
    if isinstance(error, ActionError):
        return error.code, str(error)
    if isinstance(error, ClientError):
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
    elif isinstance(error, ServiceError):
        code, message = error.code, error.message
    else:
        return "InternalError", f"{type(error).__name__}: {error}"
    if "AccessDenied" in code or "not authorized" in message:
        return "PermissionError", f"The provided role does not have sufficient permissions: {message}"
    return "ConfigurationError", f"{code}: {message}"
