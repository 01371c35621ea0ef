"""AWS CodeBuild: projects, and builds that really run."""

from typing import Any

from sandbox.api.identifiers import arn
from sandbox.api.service import Service, operations_of
from sandbox.services.codebuild import builds, projects
from sandbox.services.codebuild.projects import STORE


def _resource_arn(_operation: str, request: dict[str, Any]) -> str:
    """A build is judged by its project."""
    build = request.get("id") or next(iter(request.get("ids", [])), "")
    name = request.get("name") or request.get("projectName") or next(iter(request.get("names", [])), None)
    name = name or build.rpartition("build/")[2].partition(":")[0]
    return arn("codebuild", f"project/{name.rpartition('/')[2]}") if name else "*"


CODE_BUILD = Service(
    "codebuild",
    operations_of(builds, projects),
    STORE,
    frozenset({"StartBuildBatch", "RetryBuild"}),
    resource_arn=_resource_arn,
    loaded=builds.fail_interrupted,
)
