"""The record of a new build: its project's properties, and the overrides of StartBuild."""

import uuid
from typing import Any, cast
from urllib.parse import quote

from ministack.core.responses import get_region

from sandbox.api.identifiers import arn, now
from sandbox.api.types import Request
from sandbox.iam import sessions
from sandbox.services.codebuild.state.build import Build, LogsLocation
from sandbox.services.codebuild.state.project import Artifacts, CloudWatchLogs, Project
from sandbox.services.codebuild.state.tables import BUILDS

_OVERRIDES = {
    "sourceTypeOverride": ("source", "type"),
    "sourceLocationOverride": ("source", "location"),
    "buildspecOverride": ("source", "buildspec"),
    "secondarySourcesOverride": ("secondarySources", None),
    "timeoutInMinutesOverride": ("timeoutInMinutes", None),
}
PARAMETERS = {
    "projectName",
    "idempotencyToken",
    "sourceVersion",
    "environmentVariablesOverride",
    "artifactsOverride",
    "secondaryArtifactsOverride",
    *_OVERRIDES,
}
"""What StartBuild takes here."""
_COPIED = (
    "source",
    "secondarySources",
    "environment",
    "serviceRole",
    "encryptionKey",
    "cache",
    "vpcConfig",
)


def make_build(project: Project, request: Request) -> Build:
    number = 1 + sum(build["projectName"] == project["name"] for build in BUILDS.here().values())
    identifier = str(uuid.uuid4())
    copied = {name: value for name, value in project.items() if name in _COPIED}
    build: dict[str, Any] = copied | {
        "id": f"{project['name']}:{identifier}",
        "arn": arn("codebuild", f"build/{project['name']}:{identifier}"),
        "projectName": project["name"],
        "buildNumber": number,
        "buildStatus": "IN_PROGRESS",
        "buildComplete": False,
        "currentPhase": "SUBMITTED",
        "startTime": now(),
        "phases": [],
        "initiator": _initiator(),
        "timeoutInMinutes": project["timeoutInMinutes"],
        "queuedTimeoutInMinutes": project["queuedTimeoutInMinutes"],
        "sourceVersion": request.get("sourceVersion", ""),
        "logs": _logs(project, identifier),
    }
    return cast("Build", _override(build, request))


def _override(build: dict[str, Any], request: Request) -> dict[str, Any]:
    build["source"] = dict(build["source"])
    for name, (part, member) in _OVERRIDES.items():
        if name in request and member:
            build[part][member] = request[name]
        elif name in request:
            build[part] = request[name]
    variables = {variable["name"]: variable for variable in build["environment"].get("environmentVariables", [])}
    variables |= {variable["name"]: variable for variable in request.get("environmentVariablesOverride", [])}
    build["environment"] = {**build["environment"], "environmentVariables": list(variables.values())}
    return build


def artifacts_to_upload(project: Project, request: Request) -> dict[str, Artifacts]:
    """What a build uploads, by identifier; the primary one has none."""
    primary: Artifacts = request.get("artifactsOverride", project["artifacts"])
    secondary: list[Artifacts] = request.get("secondaryArtifactsOverride", project.get("secondaryArtifacts", []))
    return {
        artifacts.get("artifactIdentifier", ""): artifacts
        for artifacts in (primary, *secondary)
        if "location" in artifacts
    }


def _logs(project: Project, stream: str) -> LogsLocation:
    default: CloudWatchLogs = {"status": "ENABLED"}
    settings = project.get("logsConfig", {}).get("cloudWatchLogs", default)
    if settings["status"] != "ENABLED":
        return {}
    group = settings.get("groupName") or f"/aws/codebuild/{project['name']}"
    stream = "/".join(part for part in (settings.get("streamName"), stream) if part)
    page = f"https://{get_region()}.console.aws.amazon.com/cloudwatch/home?region={get_region()}#logsV2:log-groups"
    return {
        "groupName": group,
        "streamName": stream,
        "deepLink": f"{page}/log-group/{quote(group, safe='')}/log-events/{quote(stream, safe='')}",
        "cloudWatchLogsArn": arn("logs", f"log-group:{group}:log-stream:{stream}"),
    }


def _initiator() -> str:
    """A pipeline calls with a session that was made for it."""
    source = sessions.started_by()
    return f"codepipeline/{source.rpartition(':')[2]}" if ":codepipeline:" in source else sessions.caller_name()
