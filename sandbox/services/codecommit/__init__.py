"""AWS CodeCommit on real git repositories, which plain git clones and pushes to."""

from typing import Any

from sandbox.api.identifiers import arn
from sandbox.api.service import Service, operations_of
from sandbox.services.codecommit import files, repositories
from sandbox.services.codecommit.events import STORE


def _resource_arn(_operation: str, request: dict[str, Any]) -> str:
    name = request.get("repositoryName")
    return request.get("resourceArn") or (arn("codecommit", name) if name else "*")


CODE_COMMIT = Service("codecommit", operations_of(files, repositories), STORE, resource_arn=_resource_arn)
