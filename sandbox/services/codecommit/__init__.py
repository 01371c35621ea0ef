"""AWS CodeCommit on real git repositories, which plain git clones and pushes to."""

from sandbox.api.identifiers import arn
from sandbox.api.service import Service, operations_of
from sandbox.api.types import Request
from sandbox.services.codecommit import files, repositories
from sandbox.services.codecommit.tables import STORE, tag_conditions


def _resource_arn(_operation: str, request: Request) -> str:
    name = request.get("repositoryName")
    return request.get("resourceArn") or (arn("codecommit", name) if name else "*")


def _condition_context(operation: str, request: Request) -> dict[str, str]:
    return tag_conditions(_resource_arn(operation, request))


CODE_COMMIT = Service(
    "codecommit",
    operations_of(files, repositories),
    STORE,
    resource_arn=_resource_arn,
    condition_context=_condition_context,
)
