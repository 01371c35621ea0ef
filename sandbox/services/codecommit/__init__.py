"""AWS CodeCommit on real git repositories, which plain git clones and pushes to."""

from typing import Any

from sandbox.services.codecommit import files, repositories
from sandbox.services.codecommit.changes import STORE
from sandbox.services.identifiers import arn
from sandbox.services.service import Service, operations_of


def _resource_arn(_operation: str, request: dict[str, Any]) -> str:
    name = request.get("repositoryName")
    return request.get("resourceArn") or (arn("codecommit", name) if name else "*")


CODE_COMMIT = Service("codecommit", operations_of(files, repositories), STORE, resource_arn=_resource_arn)
