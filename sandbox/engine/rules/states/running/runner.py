"""Runs executions in the background, from their first state or from where they failed."""

import json
import logging
import threading
from typing import Any

from sandbox.api import background
from sandbox.api.identifiers import now
from sandbox.engine.rules.states.language import timestamps
from sandbox.engine.rules.states.language.failures import RUNTIME, TIMEOUT, EndedError, FailureError
from sandbox.engine.rules.states.language.scope import text
from sandbox.engine.rules.states.running import branches, log_delivery, records, status_events, tasks
from sandbox.engine.rules.states.running.records import MACHINES, Execution
from sandbox.engine.rules.states.running.trails import History, Trail, payload, without_none
from sandbox.engine.rules.states.running.walk import Way

KINDS_LOADED = (branches, tasks)  # they add their states to the table of kinds
_histories: dict[str, History] = {}


def start(execution: Execution) -> None:
    history = History(execution)
    history.write("ExecutionStarted", 0, {**payload("input", execution.input), "roleArn": execution.role})
    _begin(history, 0)


def redrive(execution: Execution) -> None:
    """Go on from the states that failed, with the same input; the time-out begins anew."""
    last = len(execution.events)
    execution.status, execution.stopped, execution.error, execution.cause = "RUNNING", None, None, None
    execution.redrives, execution.redriven = execution.redrives + 1, now()
    history = History(execution)
    number = history.write("ExecutionRedriven", last, {"redriveCount": execution.redrives})
    _begin(history, number)


def _begin(history: History, head: int) -> None:
    _histories[history.execution.arn] = history
    status_events.emit(history.execution)
    background.start(lambda: _run(history, head))


def abort(execution: Execution, error: str | None, cause: str | None) -> None:
    """End a running execution as StopExecution does."""
    history = _histories.get(execution.arn)
    if history:
        details = without_none(error=error, cause=cause)
        _end(history, "Aborted", 0, details, status="ABORTED", error=error, cause=cause)


def _run(history: History, head: int) -> None:
    execution = history.execution
    definition = json.loads(execution.definition)
    trail = Trail(history, history.halt, head)
    timer = _timer(history, definition.get("TimeoutSeconds"))
    try:
        output = text(Way(trail, definition, _context(execution), execution.progress).go(json.loads(execution.input)))
        _end(history, "Succeeded", trail.head, payload("output", output), status="SUCCEEDED", output=output)
    except EndedError:
        if not history.halt.is_set():  # its machine is being deleted
            _end(history, "Aborted", 0, {}, status="ABORTED")
    except FailureError as failure:
        _fail(history, trail.head, failure)
    except Exception as problem:  # the sandbox's own mistake must not look like a running execution
        logging.getLogger(__name__).exception("%s", execution.arn)
        _fail(history, trail.head, FailureError(RUNTIME, f"The sandbox failed: {type(problem).__name__}: {problem}"))
    finally:
        if timer:
            timer.cancel()


def _timer(history: History, seconds: float | None) -> threading.Timer | None:
    """TimeoutSeconds of a definition are real seconds, as those of its tasks are."""
    if seconds is None:
        return None
    timer = threading.Timer(seconds, lambda: _time_out(history))
    timer.daemon = True
    timer.start()
    return timer


def _time_out(history: History) -> None:
    reason = {"error": TIMEOUT}
    _end(history, "TimedOut", len(history.execution.events), reason, status="TIMED_OUT", **reason)


def _fail(history: History, head: int, failure: FailureError) -> None:
    reasons: dict[str, Any] = without_none(error=failure.error, cause=failure.cause)
    _end(history, "Failed", head, reasons, status="FAILED", **reasons)


def _end(history: History, kind: str, head: int, details: dict[str, Any], **members: Any) -> None:
    if history.end(f"Execution{kind}", head, details, **members):
        background.start(lambda: _settle(history))


def _settle(history: History) -> None:
    """What follows the end of an execution, however it came about."""
    execution = history.execution
    if _histories.get(execution.arn) is history:
        del _histories[execution.arn]
    status_events.emit(execution)
    log_delivery.deliver(execution)
    machine = MACHINES.here().get(execution.machine)
    if machine:
        records.forget_if_done(machine)


def _context(execution: Execution) -> dict[str, Any]:
    """Developer guide, "Accessing execution data from the Context object"."""
    own: dict[str, Any] = {
        "Id": execution.arn,
        "Input": json.loads(execution.input),
        "Name": execution.name,
        "RoleArn": execution.role,
        "StartTime": timestamps.text(execution.started),
        "RedriveCount": execution.redrives,
    }
    if execution.redriven:
        own["RedriveTime"] = timestamps.text(execution.redriven)
    return {"Execution": own, "StateMachine": {"Id": execution.machine, "Name": execution.machine_name}}
