"""AWS CodePipeline: pipelines, and executions that really run."""

from sandbox.api.identifiers import arn
from sandbox.api.service import Service, operations_of
from sandbox.api.types import Request
from sandbox.services.codeconnections import pushes
from sandbox.services.codepipeline import executions, history, pipeline_state, pipelines, triggers
from sandbox.services.codepipeline.actions import ACTIONS
from sandbox.services.codepipeline.state.tables import STORE, TAGS


def _resource_arn(_operation: str, request: Request) -> str:
    """Stages and actions have ARNs of their own, for permissions to retry one or to approve in one."""
    name = request.get("name") or request.get("pipelineName") or request.get("pipeline", {}).get("name")
    parts = [name, request.get("stageName"), request.get("actionName")]
    return request.get("resourceArn") or (arn("codepipeline", "/".join(filter(None, parts))) if name else "*")


def _condition_context(operation: str, request: Request) -> dict[str, str]:
    """Stages and actions have none: CodePipeline User Guide, "Using tags to control access"."""
    tags = TAGS.here().get(_resource_arn(operation, request), {})
    return {f"aws:resourcetag/{key}".lower(): value for key, value in tags.items()}


CODE_PIPELINE = Service(
    "codepipeline",
    operations_of(pipelines, executions, history, pipeline_state),
    STORE,
    resource_arn=_resource_arn,
    condition_context=_condition_context,
    loaded=executions.fail_interrupted,
)
PIPELINE_ACTIONS = sorted((action.category, action.provider) for action in ACTIONS)

pushes.subscribe(triggers.start_for_push)
