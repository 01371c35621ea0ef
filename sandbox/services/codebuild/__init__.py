"""AWS CodeBuild: projects, and builds that really run."""

from sandbox.api.identifiers import arn
from sandbox.api.service import Service, operations_of
from sandbox.api.types import Request
from sandbox.services.codebuild import builds, projects
from sandbox.services.codebuild.state.tables import STORE


def _resource_arn(_operation: str, request: Request) -> str:
    """Permissions on a build are those on its project."""
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
