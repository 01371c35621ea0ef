"""AWS CodePipeline: pipelines, and executions that really run."""

from collections.abc import Iterator

from sandbox.api.identifiers import arn
from sandbox.api.service import ImpliedPermission, Service, operations_of
from sandbox.api.types import Request
from sandbox.services.codeconnections import pushes, tags_for_conditions
from sandbox.services.codepipeline import executions, history, pipeline_state, pipelines, triggers
from sandbox.services.codepipeline.actions import ACTIONS
from sandbox.services.codepipeline.state.tables import STORE, TAGS


def _resource_arn(_operation: str, request: Request) -> str:
    """Stages and actions have ARNs of their own, for permissions to retry one or to approve in one."""
    name = request.get("name") or request.get("pipelineName") or request.get("pipeline", {}).get("name")
    parts = [name, request.get("stageName"), request.get("actionName")]
    return request.get("resourceArn") or (arn("codepipeline", "/".join(filter(None, parts))) if name else "*")


def _passed_connections(_operation: str, request: Request, _resource: str) -> Iterator[ImpliedPermission]:
    """Service Authorization Reference, PassConnection: for what takes a connection, such as CreatePipeline."""
    stages = request.get("pipeline", {}).get("stages", [])
    configurations = [action.get("configuration", {}) for stage in stages for action in stage.get("actions", [])]
    for connection in {each["ConnectionArn"] for each in configurations if each.get("ConnectionArn")}:
        service = connection.split(":")[2]
        yield ImpliedPermission(f"{service}:PassConnection", connection, tags_for_conditions(connection))


def _condition_context(operation: str, request: Request) -> dict[str, str]:
    """Stages and actions have none: CodePipeline User Guide, "Using tags to control access"."""
    tags = TAGS.here().get(_resource_arn(operation, request), {})
    return {f"aws:resourcetag/{key}".lower(): value for key, value in tags.items()}


CODE_PIPELINE = Service(
    "codepipeline",
    operations_of(pipelines, executions, history, pipeline_state),
    STORE,
    resource_arn=_resource_arn,
    implied_permissions=_passed_connections,
    condition_context=_condition_context,
    loaded=executions.fail_interrupted,
)
PIPELINE_ACTIONS = sorted((action.category, action.provider) for action in ACTIONS)

pushes.subscribe(triggers.start_for_push)
