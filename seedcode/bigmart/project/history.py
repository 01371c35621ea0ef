"""What an execution has done, state by state, from its history; and the executions that it waits for."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

RUNNING, SUCCEEDED, FAILED, CAUGHT = "running", "succeeded", "failed", "caught"
ENDED_BADLY = ("TaskFailed", "TaskTimedOut", "TaskSubmitFailed", "TaskStartFailed")


@dataclass
class Visit:
    """The last time that an execution was in a state. `child` is the ARN of the execution that the state started."""

    status: str = RUNNING
    count: int = 0
    seconds: float = 0.0
    reason: str = ""
    child: str = ""
    entered: Any = None


@dataclass
class Progress:
    """`status` is that of the execution, in AWS's word; `redrives` is how often it was continued."""

    machine: str
    status: str
    redrives: int
    visits: dict[str, Visit] = field(default_factory=dict)


def visits(events: Iterable[Mapping[str, Any]]) -> dict[str, Visit]:
    """By state, in the order of their first visit."""
    found: dict[str, Visit] = {}
    current = ""
    for event in events:
        kind = event["type"]
        if kind.endswith("StateEntered"):
            current = event["stateEnteredEventDetails"]["name"]
            before = found.get(current, Visit())
            found[current] = Visit(count=before.count + 1, entered=event["timestamp"])
        elif kind.endswith("StateExited"):
            leave(found[event["stateExitedEventDetails"]["name"]], event)
        elif current:
            note(found[current], kind, event)
    return found


def leave(visit: Visit, event: Mapping[str, Any]) -> None:
    """A state that failed and is left was caught."""
    visit.status = CAUGHT if visit.reason else SUCCEEDED
    visit.seconds = (event["timestamp"] - visit.entered).total_seconds()


def note(visit: Visit, kind: str, event: Mapping[str, Any]) -> None:
    details = event.get(f"{kind[0].lower()}{kind[1:]}EventDetails", {})
    if kind in ENDED_BADLY:
        visit.reason = details.get("error", kind)
    elif kind == "TaskScheduled":
        visit.reason = ""
    elif kind == "TaskSubmitted" and details.get("resourceType") == "states":
        visit.child = json.loads(details["output"]).get("ExecutionArn", "")
    elif kind in ("ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut"):
        visit.status, visit.reason = FAILED, details.get("error", "") or visit.reason


def progress(states: Any, execution: str) -> Progress:
    """How far an execution is."""
    described = states.describe_execution(executionArn=execution)
    pages = states.get_paginator("get_execution_history").paginate(executionArn=execution)
    events = [event for page in pages for event in page["events"]]
    machine = execution.split(":")[6]
    return Progress(machine, described["status"], described.get("redriveCount", 0), visits(events))


def family(states: Any, execution: str) -> list[Progress]:
    """The execution, and then those that its states started."""
    joined = progress(states, execution)
    return [joined, *(progress(states, visit.child) for visit in joined.visits.values() if visit.child)]
