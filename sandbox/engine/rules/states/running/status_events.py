"""Events about executions on the default bus (EventBridge reference, "AWS Step Functions events")."""

from typing import Any

from sandbox.api import events
from sandbox.engine.rules.states.running.records import Execution

_LARGEST = 248 * 1024  # bytes of an input or an output in an event: developer guide, "Automating event delivery"


def emit(execution: Execution) -> None:
    """Tell what an execution's status is now."""
    detail: dict[str, Any] = {
        "executionArn": execution.arn,
        "stateMachineArn": execution.machine,
        "name": execution.name,
        "status": execution.status,
        "startDate": events.milliseconds(execution.started),
        "stopDate": events.milliseconds(execution.stopped) if execution.stopped else None,
        **_payload("input", execution.input),
        **_payload("output", execution.output),
        "stateMachineVersionArn": None,
        "stateMachineAliasArn": None,
        "redriveCount": execution.redrives,
        "redriveDate": events.milliseconds(execution.redriven) if execution.redriven else None,
        "error": execution.error,
        "cause": execution.cause,
    }
    events.emit("aws.states", "Step Functions Execution Status Change", detail, execution.arn)


def _payload(name: str, value: str | None) -> dict[str, Any]:
    if value is None:
        return {name: None, f"{name}Details": None}
    is_included = len(value.encode()) <= _LARGEST
    return {name: value if is_included else None, f"{name}Details": {"included": is_included}}
