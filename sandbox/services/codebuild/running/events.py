"""The event of a build: CodeBuild user guide, "Build notifications input format reference"."""

import re
from typing import Any

from sandbox.api import events

Record = dict[str, Any]


def announce(build: Record) -> None:
    """Told when a build starts and when it ends."""
    shown = ("environment", "logs", "initiator", "source")
    information = {name: _in_events(build.get(name)) for name in shown} | {
        "artifact": _in_events(build.get("artifacts")),
        # Not in the reference; seen in events of real builds by several users (docs/assumptions.md).
        "exported-environment-variables": build.get("exportedEnvironmentVariables", []),
        "phases": [_phase_in_events(phase) for phase in build["phases"]],
        "build-complete": build["buildComplete"],
        "build-start-time": build["startTime"],
        "timeout-in-minutes": build["timeoutInMinutes"],
    }
    detail = {
        "build-status": build["buildStatus"],
        "project-name": build["projectName"],
        "build-id": build["arn"],
        "current-phase": build["currentPhase"],
        "additional-information": information,
        "version": "1",
    }
    events.emit("aws.codebuild", "CodeBuild Build State Change", detail, build["arn"])


def _phase_in_events(phase: Record) -> Record:
    contexts = [f"{each['statusCode']}: {each['message']}" for each in phase.get("contexts", [])]
    return {**_in_events({name: each for name, each in phase.items() if name != "contexts"}), "phase-context": contexts}


def _in_events(value: Any) -> Any:
    """Events write with hyphens what the API writes with capitals."""
    if isinstance(value, list):
        return [_in_events(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {re.sub(r"(?=[A-Z])", "-", name).lower(): _in_events(each) for name, each in value.items()}
