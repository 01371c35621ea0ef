"""Pipelines as they are declared, and their tags."""

from typing import Any

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn, now
from sandbox.api.types import Answer, Request
from sandbox.iam import sessions
from sandbox.services.codepipeline import roles, structure, triggers
from sandbox.services.codepipeline.state.declaration import PipelineDeclaration, actions_of
from sandbox.services.codepipeline.state.pipeline import Pipeline
from sandbox.services.codepipeline.state.tables import EXECUTIONS, PIPELINES, TAGS, executions_of, find_pipeline

_DEFAULTS = {"pipelineType": "V1", "executionMode": "SUPERSEDED"}


def CreatePipeline(request: Request) -> Answer:
    """AWS starts a pipeline when it is created, unless a variable has no value yet."""
    name, tags = request["pipeline"]["name"], request.get("tags", [])
    if name in PIPELINES.here():
        problem = f"A pipeline with the name '{name}' already exists in account '{get_account_id()}'"
        raise ServiceError("PipelineNameInUseException", problem)
    _check(request["pipeline"])
    declaration: Any = {**_DEFAULTS, **request["pipeline"], "version": 1}
    pipeline = PIPELINES.here()[name] = Pipeline(declaration)
    TAGS.here()[arn("codepipeline", name)] = {tag["key"]: tag["value"] for tag in tags}
    if all("defaultValue" in variable for variable in pipeline.declaration.get("variables", [])):
        triggers.start(pipeline, {"triggerType": "CreatePipeline", "triggerDetail": sessions.caller_arn()})
    return {"pipeline": pipeline.declaration, "tags": tags}


def UpdatePipeline(request: Request) -> Answer:
    pipeline = find_pipeline(request["pipeline"]["name"])
    _check(request["pipeline"])
    former = pipeline.declaration
    kept = {"pipelineType": former["pipelineType"], "executionMode": former["executionMode"]}
    declaration: Any = {**kept, **request["pipeline"], "version": former["version"] + 1}
    pipeline.declaration, pipeline.updated = declaration, now()
    return {"pipeline": pipeline.declaration}


def GetPipeline(request: Request) -> Answer:
    pipeline = find_pipeline(request["name"])
    version = pipeline.declaration["version"]
    if request.get("version", version) != version:
        raise ServiceError("PipelineVersionNotFoundException", f"Version {request['version']} is not kept here")
    metadata = {"pipelineArn": arn("codepipeline", request["name"]), **_times(pipeline)}
    return {"pipeline": pipeline.declaration, "metadata": metadata}


def ListPipelines(_request: Request) -> Answer:
    shown = ("name", "version", "pipelineType", "executionMode")
    return {
        "pipelines": [
            {name: pipeline.declaration[name] for name in shown} | _times(pipeline)
            for pipeline in PIPELINES.here().values()
        ]
    }


def DeletePipeline(request: Request) -> None:
    """Deleting a pipeline that does not exist succeeds, as on AWS."""
    PIPELINES.here().pop(request["name"], None)
    for execution in executions_of(request["name"]):
        del EXECUTIONS.here()[execution.id]
    TAGS.here().pop(arn("codepipeline", request["name"]), None)


def TagResource(request: Request) -> None:
    _tags(request["resourceArn"]).update({tag["key"]: tag["value"] for tag in request["tags"]})


def UntagResource(request: Request) -> None:
    for key in request["tagKeys"]:
        _tags(request["resourceArn"]).pop(key, None)


def ListTagsForResource(request: Request) -> Answer:
    return {"tags": [{"key": key, "value": value} for key, value in _tags(request["resourceArn"]).items()]}


def _check(declaration: PipelineDeclaration) -> None:
    structure.check(declaration)
    action_roles = [action["roleArn"] for action in actions_of(declaration) if "roleArn" in action]
    roles.check(declaration["roleArn"], action_roles, arn("codepipeline", declaration["name"]))


def _times(pipeline: Pipeline) -> Answer:
    return {"created": pipeline.created, "updated": pipeline.updated}


def _tags(resource: str) -> dict[str, str]:
    if resource not in TAGS.here():
        raise ServiceError("ResourceNotFoundException", f"{resource} does not exist")
    return TAGS.here()[resource]
