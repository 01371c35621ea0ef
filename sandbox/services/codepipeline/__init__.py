"""AWS CodePipeline: pipelines are checked and kept, and not started yet."""

from typing import Any

from sandbox.services.codepipeline import pipelines
from sandbox.services.codepipeline.providers import PROVIDERS
from sandbox.services.identifiers import arn
from sandbox.services.service import Service, operations_of

_RUNS = {"StartPipelineExecution", "RetryStageExecution", "RollbackStage", "PutApprovalResult", "StopPipelineExecution"}


def _resource_arn(_operation: str, request: dict[str, Any]) -> str:
    name = request.get("name") or request.get("pipelineName") or request.get("pipeline", {}).get("name")
    return request.get("resourceArn") or (arn("codepipeline", name) if name else "*")


CODE_PIPELINE = Service(
    "codepipeline", operations_of(pipelines), pipelines.STORE, frozenset(_RUNS), resource_arn=_resource_arn
)
PIPELINE_ACTIONS = sorted(PROVIDERS)
