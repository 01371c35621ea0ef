"""The events of pipelines, stages and actions: CodePipeline user guide, "Monitoring CodePipeline events"."""

from typing import Any

from ministack.core.responses import get_region

from sandbox.api import events
from sandbox.api.identifiers import arn

Record = dict[str, Any]

_EVENT_STATES = {"InProgress": "STARTED", "Succeeded": "SUCCEEDED", "Failed": "FAILED", "Abandoned": "ABANDONED"}


def pipeline(execution: Record, state: str = "") -> None:
    trigger = {name.replace("T", "-t").replace("D", "-d"): value for name, value in execution["trigger"].items()}
    _emit(execution, "Pipeline", state or _state(execution["status"]), {"execution-trigger": trigger})


def stage(execution: Record, name: str, status: str) -> None:
    _emit(execution, "Stage", _state(status), {"stage": name})


def action(execution: Record, entry: Record) -> None:
    """A failed one says why."""
    kind = {name: entry["action"]["actionTypeId"][name] for name in ("owner", "category", "provider", "version")}
    detail = {
        "stage": entry["stage"],
        "action": entry["action"]["name"],
        "action-execution-id": entry["id"],
        "region": get_region(),
        "type": kind,
        "input-artifacts": _places(entry["inputs"]),
        "output-artifacts": _places(entry["outputs"]),
    }
    if entry["status"] != "InProgress":
        error = entry.get("error", {})
        detail["execution-result"] = {
            "external-execution-id": entry.get("externalId", ""),
            "external-execution-url": entry.get("url", ""),
            "external-execution-summary": error.get("message") or entry.get("summary", ""),
            **({"error-code": error["code"]} if error else {}),
        }
    _emit(execution, "Action", _state(entry["status"]), detail)


def _emit(execution: Record, what: str, state: str, more: Record) -> None:
    detail = {
        "pipeline": execution["pipeline"],
        "execution-id": execution["id"],
        "start-time": execution["startTime"],
        "state": state,
        "version": float(execution["declaration"]["version"]),
        "pipeline-execution-attempt": float(execution.get("attempt", 1)),
        **more,
    }
    name = f"CodePipeline {what} Execution State Change"
    events.emit("aws.codepipeline", name, detail, arn("codepipeline", execution["pipeline"]))


def _state(status: str) -> str:
    return _EVENT_STATES.get(status, status.upper())


def _places(artifacts: Record) -> list[Record]:
    return [
        {"name": name, "s3location": {"bucket": each["bucket"], "key": each["key"]}} for name, each in artifacts.items()
    ]
