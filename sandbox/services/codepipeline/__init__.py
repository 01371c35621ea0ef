"""AWS CodePipeline: pipelines, and executions that really run."""

from typing import Any

from sandbox.api import sessions
from sandbox.api.identifiers import arn
from sandbox.api.service import Service, operations_of
from sandbox.services.codepipeline import executions, history, pipelines, triggers
from sandbox.services.codepipeline.actions.providers import PROVIDERS


def _resource_arn(_operation: str, request: dict[str, Any]) -> str:
    """Stages and actions have ARNs of their own, for those who may retry one or approve in one."""
    name = request.get("name") or request.get("pipelineName") or request.get("pipeline", {}).get("name")
    parts = [name, request.get("stageName"), request.get("actionName")]
    return request.get("resourceArn") or (arn("codepipeline", "/".join(filter(None, parts))) if name else "*")


def _create_and_start(request: dict[str, Any]) -> dict[str, Any]:
    """AWS starts a pipeline when it is created, unless a variable has no value yet."""
    made = pipelines.CreatePipeline(request)
    if any("defaultValue" not in each for each in made["pipeline"].get("variables", [])):
        return made
    trigger = {"triggerType": "CreatePipeline", "triggerDetail": sessions.caller_arn()}
    triggers.start(pipelines.record_of(made["pipeline"]["name"]), trigger, {}, {})
    return made


CODE_PIPELINE = Service(
    "codepipeline",
    operations_of(pipelines, executions, history) | {"CreatePipeline": _create_and_start},
    pipelines.STORE,
    resource_arn=_resource_arn,
    loaded=executions.fail_interrupted,
)
PIPELINE_ACTIONS = sorted(PROVIDERS)
