"""Pipelines as they are declared."""

from typing import Any

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn, now
from sandbox.api.store import Record, Store
from sandbox.services.codepipeline import roles
from sandbox.services.codepipeline.structure import actions_of, check

Request = dict[str, Any]

STORE = Store()


def CreatePipeline(request: Request) -> Request:
    pipeline = request["pipeline"]
    name = pipeline["name"]
    if name in STORE.here("pipelines"):
        problem = f"A pipeline with the name '{name}' already exists in account '{get_account_id()}'"
        raise ServiceError("PipelineNameInUseException", problem)
    _check(pipeline)
    defaults = {"pipelineType": "V1", "executionMode": "SUPERSEDED"}
    record = {"declaration": {**defaults, **pipeline, "version": 1}, "created": now(), "updated": now()}
    STORE.here("pipelines")[name] = record
    STORE.here("tags")[arn("codepipeline", name)] = {tag["key"]: tag["value"] for tag in request.get("tags", [])}
    return {"pipeline": record["declaration"], "tags": request.get("tags", [])}


def UpdatePipeline(request: Request) -> Request:
    record = record_of(request["pipeline"]["name"])
    _check(request["pipeline"])
    declaration = record["declaration"]
    kept = {name: declaration[name] for name in ("pipelineType", "executionMode")}
    record["declaration"] = {**kept, **request["pipeline"], "version": declaration["version"] + 1}
    record["updated"] = now()
    return {"pipeline": record["declaration"]}


def GetPipeline(request: Request) -> Request:
    record = record_of(request["name"])
    if request.get("version", record["declaration"]["version"]) != record["declaration"]["version"]:
        raise ServiceError("PipelineVersionNotFoundException", f"Version {request['version']} is not kept here")
    times = {name: record[name] for name in ("created", "updated")}
    return {
        "pipeline": record["declaration"],
        "metadata": {"pipelineArn": arn("codepipeline", request["name"]), **times},
    }


def ListPipelines(_request: Request) -> Request:
    shown = ("name", "version", "pipelineType", "executionMode")
    return {
        "pipelines": [
            {name: record["declaration"][name] for name in shown}
            | {name: record[name] for name in ("created", "updated")}
            for record in STORE.here("pipelines").values()
        ]
    }


def DeletePipeline(request: Request) -> None:
    """Deleting what is not there succeeds, as on AWS."""
    STORE.here("pipelines").pop(request["name"], None)
    for execution in of_pipeline(request["name"]):
        del STORE.here("executions")[execution["id"]]
    STORE.here("tags").pop(arn("codepipeline", request["name"]), None)


def TagResource(request: Request) -> None:
    _tags(request["resourceArn"]).update({tag["key"]: tag["value"] for tag in request["tags"]})


def UntagResource(request: Request) -> None:
    for key in request["tagKeys"]:
        _tags(request["resourceArn"]).pop(key, None)


def ListTagsForResource(request: Request) -> Request:
    return {"tags": [{"key": key, "value": value} for key, value in _tags(request["resourceArn"]).items()]}


def _check(pipeline: Request) -> None:
    check(pipeline)
    of_actions = [action["roleArn"] for action in actions_of(pipeline) if "roleArn" in action]
    roles.check(pipeline["roleArn"], of_actions, arn("codepipeline", pipeline["name"]))


def record_of(name: str) -> Record:
    if name not in STORE.here("pipelines"):
        problem = f"Account '{get_account_id()}' does not have a pipeline with name '{name}'"
        raise ServiceError("PipelineNotFoundException", problem)
    return STORE.here("pipelines")[name]


def of_pipeline(name: str) -> list[Record]:
    """The executions of a pipeline, oldest first."""
    return [each for each in list(STORE.here("executions").values()) if each["pipeline"] == name]


def _tags(resource: str) -> dict[str, str]:
    if resource not in STORE.here("tags"):
        raise ServiceError("ResourceNotFoundException", f"{resource} does not exist")
    return STORE.here("tags")[resource]
