"""CodeBuild's builds as the API starts, stops and shows them; `running` runs them."""

import os

from sandbox.api import background
from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import now
from sandbox.api.types import Answer, Request
from sandbox.services.codebuild.build_records import PARAMETERS, artifacts_to_upload, make_build
from sandbox.services.codebuild.projects import invalid_input
from sandbox.services.codebuild.running import build as running
from sandbox.services.codebuild.running.build import BuildOrder
from sandbox.services.codebuild.state.tables import BUILDS, find_project

_SOURCES = {"S3", "NO_SOURCE"}
_INTERRUPTED = "The sandbox was stopped while this build ran."


def StartBuild(request: Request) -> Answer:
    if unsupported := request.keys() - PARAMETERS:
        raise not_emulated(f"StartBuild with {', '.join(sorted(unsupported))}")
    project = find_project(request["projectName"])
    _refuse_too_many()
    build, artifacts = make_build(project, request), artifacts_to_upload(project, request)
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
            build["phases"].append(
                {
                    "phaseType": "COMPLETED",
                    "phaseStatus": "FAULT",
                    "contexts": [{"statusCode": "INTERNAL_ERROR", "message": _INTERRUPTED}],
                }
            )
            build["buildStatus"], build["currentPhase"], build["endTime"] = "FAULT", "COMPLETED", now()
            build["buildComplete"] = True


def _id(identifier: str) -> str:
    return identifier.partition(":build/")[2] or identifier
