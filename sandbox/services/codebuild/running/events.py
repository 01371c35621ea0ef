"""The event of a build: CodeBuild user guide, "Build notifications input format reference"."""

import re
from typing import Any

from sandbox.api import events
from sandbox.services.codebuild.state.build import Build, BuildPhase


def emit_build_event(build: Build) -> None:
    """Emitted when a build starts and when it ends."""
    information: dict[str, Any] = {
        "environment": _hyphenated(build["environment"]),
        "logs": _hyphenated(build["logs"]),
        "initiator": build["initiator"],
        "source": _hyphenated(build["source"]),
        "artifact": _hyphenated(build.get("artifacts")),
        # Not in the reference; seen in events of real builds by several users (docs/assumptions.md).
        "exported-environment-variables": build.get("exportedEnvironmentVariables", []),
        "phases": [_phase(phase) for phase in build["phases"]],
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


def _phase(phase: BuildPhase) -> dict[str, Any]:
    contexts = [f"{context['statusCode']}: {context['message']}" for context in phase.get("contexts", [])]
    others = {name: member for name, member in phase.items() if name != "contexts"}
    return {**_hyphenated(others), "phase-context": contexts}


def _hyphenated(value: Any) -> Any:
    """Events write with hyphens what the API writes with capitals."""
    if isinstance(value, list):
        return [_hyphenated(member) for member in value]
    if not isinstance(value, dict):
        return value
    return {re.sub(r"(?=[A-Z])", "-", name).lower(): _hyphenated(member) for name, member in value.items()}
