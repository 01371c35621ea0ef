"""CodeBuild's builds: their records; `sandbox.services.codebuild.running` runs them."""

import os
import uuid
from typing import Any
from urllib.parse import quote

from ministack.core.responses import get_region

from sandbox.api import background, sessions
from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn, now
from sandbox.api.store import Record
from sandbox.services.codebuild.projects import STORE, invalid, project_of
from sandbox.services.codebuild.running import build as running
from sandbox.services.codebuild.running.build import Order

Request = dict[str, Any]

_OVERRIDES = {
    "sourceTypeOverride": ("source", "type"),
    "sourceLocationOverride": ("source", "location"),
    "buildspecOverride": ("source", "buildspec"),
    "secondarySourcesOverride": ("secondarySources", None),
    "timeoutInMinutesOverride": ("timeoutInMinutes", None),
}
_ARTIFACTS = ("artifactsOverride", "secondaryArtifactsOverride")
_TAKEN = {"projectName", "idempotencyToken", "sourceVersion", "environmentVariablesOverride", *_ARTIFACTS, *_OVERRIDES}
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


def StartBuild(request: Request) -> Request:
    if strange := request.keys() - _TAKEN:
        raise not_emulated(f"StartBuild with {', '.join(sorted(strange))}")
    project = project_of(request["projectName"])
    _refuse_too_many()
    build, places = _build(project, request), _places(project, request)
    if build["source"]["type"] not in _SOURCES:
        raise invalid(f"A source of type {build['source']['type']} cannot be started here but through CodePipeline")
    STORE.here("builds")[build["id"]] = build
    background.start(lambda: running.run(Order(build, places, project["arn"])))
    return {"build": build}


def _refuse_too_many() -> None:
    """Accounts that are new may run few builds at once, or none.

    Their error is recorded in github.com/awslabs/landing-zone-accelerator-on-aws, issues 249 and 1013; older accounts
    queue five times as many (CodeBuild user guide, "Builds in AWS CodeBuild"), which nothing here waits for.
    """
    limit = int(os.environ.get("SANDBOX_BUILD_LIMIT", "1000"))
    if sum(not each["buildComplete"] for each in STORE.here("builds").values()) >= limit:
        problem = f"Cannot have more than {limit} builds in queue for the account"
        raise ServiceError("AccountLimitExceededException", problem)


def BatchGetBuilds(request: Request) -> Request:
    ids = [_id(each) for each in request["ids"]]
    known = STORE.here("builds")
    return {
        "builds": [known[each] for each in ids if each in known],
        "buildsNotFound": [each for each in ids if each not in known],
    }


def StopBuild(request: Request) -> Request:
    build = STORE.here("builds").get(_id(request["id"]))
    if build is None:
        raise ServiceError("ResourceNotFoundException", f"Build {request['id']} could not be found")
    running.stop(build["arn"])
    return {"build": build}


def ListBuildsForProject(request: Request) -> Request:
    project_of(request["projectName"])
    ids = [each["id"] for each in STORE.here("builds").values() if each["projectName"] == request["projectName"]]
    return {"ids": ids if request.get("sortOrder") == "ASCENDING" else ids[::-1]}


def fail_interrupted() -> None:
    """Nothing runs any more when the sandbox has just started."""
    for build in STORE.of_kind("builds"):
        if not build["buildComplete"]:
            context = {"statusCode": "INTERNAL_ERROR", "message": _INTERRUPTED}
            build["phases"].append({"phaseType": "COMPLETED", "phaseStatus": "FAULT", "contexts": [context]})
            build |= {"buildStatus": "FAULT", "buildComplete": True, "currentPhase": "COMPLETED", "endTime": now()}


def _build(project: Record, request: Request) -> Record:
    number = 1 + sum(each["projectName"] == project["name"] for each in STORE.here("builds").values())
    identifier = str(uuid.uuid4())
    build = {name: project[name] for name in _COPIED if name in project} | {
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
    return _overridden(build, request)


def _overridden(build: Record, request: Request) -> Record:
    build["source"] = dict(build["source"])
    for name, (part, member) in _OVERRIDES.items():
        if name in request and member:
            build[part][member] = request[name]
        elif name in request:
            build[part] = request[name]
    variables = {each["name"]: each for each in build["environment"].get("environmentVariables", [])}
    variables |= {each["name"]: each for each in request.get("environmentVariablesOverride", [])}
    build["environment"] = {**build["environment"], "environmentVariables": list(variables.values())}
    return build


def _places(project: Record, request: Request) -> dict[str, Record]:
    """Where artifacts go, by identifier; the primary one has none."""
    primary = request.get("artifactsOverride", project["artifacts"])
    others = request.get("secondaryArtifactsOverride", project.get("secondaryArtifacts", []))
    return {each.get("artifactIdentifier", ""): each for each in (primary, *others) if "location" in each}


def _logs(project: Record, stream: str) -> Record:
    settings = project.get("logsConfig", {}).get("cloudWatchLogs", {"status": "ENABLED"})
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
    """Who started it: a pipeline signs with a session that was made for it."""
    cause = sessions.started_by()
    return f"codepipeline/{cause.rpartition(':')[2]}" if ":codepipeline:" in cause else sessions.caller_name()


def _id(identifier: str) -> str:
    return identifier.partition(":build/")[2] or identifier
