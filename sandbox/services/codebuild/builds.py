"""CodeBuild's builds as the API starts, stops and shows them; `running` runs them."""

import os
import uuid
from typing import Any, cast
from urllib.parse import quote

from ministack.core.responses import get_region

from sandbox.api import background, sessions
from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn, now
from sandbox.api.types import Answer, Request
from sandbox.services.codebuild.projects import invalid_input
from sandbox.services.codebuild.running import build as running
from sandbox.services.codebuild.running.build import BuildOrder
from sandbox.services.codebuild.state.build import Build, LogsLocation, PhaseContext
from sandbox.services.codebuild.state.project import Artifacts, CloudWatchLogs, Project
from sandbox.services.codebuild.state.tables import BUILDS, find_project

_OVERRIDES = {
    "sourceTypeOverride": ("source", "type"),
    "sourceLocationOverride": ("source", "location"),
    "buildspecOverride": ("source", "buildspec"),
    "secondarySourcesOverride": ("secondarySources", None),
    "timeoutInMinutesOverride": ("timeoutInMinutes", None),
}
_ARTIFACTS = ("artifactsOverride", "secondaryArtifactsOverride")
_PARAMETERS = {
    "projectName",
    "idempotencyToken",
    "sourceVersion",
    "environmentVariablesOverride",
    *_ARTIFACTS,
    *_OVERRIDES,
}
_SOURCES = {"S3", "NO_SOURCE"}
_COPIED = (
    "source",
    "secondarySources",
    "environment",
    "serviceRole",
    "encryptionKey",
    "cache",
    "vpcConfig",
)
_INTERRUPTED = "The sandbox was stopped while this build ran."


def StartBuild(request: Request) -> Answer:
    if unsupported := request.keys() - _PARAMETERS:
        raise not_emulated(f"StartBuild with {', '.join(sorted(unsupported))}")
    project = find_project(request["projectName"])
    _refuse_too_many()
    build, artifacts = _make_build(project, request), _artifacts(project, request)
    if build["source"]["type"] not in _SOURCES:
        raise invalid_input(
            f"A source of type {build['source']['type']} cannot be started here but through CodePipeline"
        )
    BUILDS.here()[build["id"]] = build
    background.start(lambda: running.run(BuildOrder(build, artifacts, project["arn"])))
    return {"build": build}


def _refuse_too_many() -> None:
    """New accounts may run few builds at once, or none.

    The error is recorded in github.com/awslabs/landing-zone-accelerator-on-aws, issues 249 and 1013; older accounts
    queue five times as many (CodeBuild user guide, "Builds in AWS CodeBuild"), which nothing here waits for.
    """
    limit = int(os.environ.get("SANDBOX_BUILD_LIMIT", "1000"))
    if sum(not build["buildComplete"] for build in BUILDS.here().values()) >= limit:
        problem = f"Cannot have more than {limit} builds in queue for the account"
        raise ServiceError("AccountLimitExceededException", problem)


def BatchGetBuilds(request: Request) -> Answer:
    ids = [_id(identifier) for identifier in request["ids"]]
    known = BUILDS.here()
    return {
        "builds": [known[identifier] for identifier in ids if identifier in known],
        "buildsNotFound": [identifier for identifier in ids if identifier not in known],
    }


def StopBuild(request: Request) -> Answer:
    build = BUILDS.here().get(_id(request["id"]))
    if build is None:
        raise ServiceError("ResourceNotFoundException", f"Build {request['id']} could not be found")
    running.stop(build["arn"])
    return {"build": build}


def ListBuildsForProject(request: Request) -> Answer:
    find_project(request["projectName"])
    ids = [build["id"] for build in BUILDS.here().values() if build["projectName"] == request["projectName"]]
    return {"ids": ids if request.get("sortOrder") == "ASCENDING" else ids[::-1]}


def fail_interrupted() -> None:
    """Nothing runs any more when the sandbox has just started."""
    for build in BUILDS.all():
        if not build["buildComplete"]:
            context: PhaseContext = {"statusCode": "INTERNAL_ERROR", "message": _INTERRUPTED}
            build["phases"].append({"phaseType": "COMPLETED", "phaseStatus": "FAULT", "contexts": [context]})
            build["buildStatus"], build["currentPhase"], build["endTime"] = "FAULT", "COMPLETED", now()
            build["buildComplete"] = True


def _make_build(project: Project, request: Request) -> Build:
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


def _artifacts(project: Project, request: Request) -> dict[str, Artifacts]:
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


def _id(identifier: str) -> str:
    return identifier.partition(":build/")[2] or identifier
