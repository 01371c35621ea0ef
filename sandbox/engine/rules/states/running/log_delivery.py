"""The history of an execution in its log group (developer guide, "Logging using CloudWatch Logs")."""

import json
import logging
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from ministack.core.responses import get_account_id

from sandbox.api import events, loopback
from sandbox.engine.rules.states.running import log_destinations
from sandbox.engine.rules.states.running.records import Execution

_FATAL = {"ExecutionAborted", "ExecutionFailed", "ExecutionTimedOut"}
_ERROR = _FATAL | {
    *("FailStateEntered", "LambdaFunctionFailed", "LambdaFunctionTimedOut", "MapIterationFailed", "MapStateFailed"),
    *("ParallelStateFailed", "TaskFailed", "TaskTimedOut"),
}
_DATA = {"input", "inputDetails", "output", "outputDetails", "parameters", "error", "cause"}


def deliver(execution: Execution) -> None:
    """Write what the level of the machine's logging configuration has of the history since the last start."""
    group = log_destinations.group(execution.logging)
    if execution.logging["level"] == "OFF" or not group:
        return
    lines = [
        _line(execution, event) for event in _since_start(execution) if _is_logged(event, execution.logging["level"])
    ]
    if not lines:
        return
    stream = f"states/{execution.machine_name}/{execution.started:%Y-%m-%d-%H-%M}/{execution.name}-{execution.redrives}"
    try:
        with loopback.acting_as(loopback.root(get_account_id())):
            logs = loopback.client("logs")
            logs.create_log_stream(logGroupName=group, logStreamName=stream)
            logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=lines)
    except (BotoCoreError, ClientError) as problem:
        logging.getLogger(__name__).warning("%s: %s", execution.arn, problem)


def _since_start(execution: Execution) -> list[dict[str, Any]]:
    starts = ("ExecutionStarted", "ExecutionRedriven")
    last = max(number for number, event in enumerate(execution.events) if event["type"] in starts)
    return execution.events[last:]


def _is_logged(event: dict[str, Any], level: str) -> bool:
    return {"ALL": True, "ERROR": event["type"] in _ERROR, "FATAL": event["type"] in _FATAL}[level]


def _line(execution: Execution, event: dict[str, Any]) -> dict[str, Any]:
    time = events.milliseconds(event["timestamp"])
    details = next((value for name, value in event.items() if name.endswith("EventDetails")), {})
    if not execution.logging["includeExecutionData"]:
        details = {name: value for name, value in details.items() if name not in _DATA}
    written = {
        "id": str(event["id"]),
        "type": event["type"],
        "details": details,
        "redrive_count": str(execution.redrives),
        "previous_event_id": str(event["previousEventId"]),
        "event_timestamp": str(time),
        "execution_arn": execution.arn,
    }
    return {"timestamp": time, "message": json.dumps(written)}
