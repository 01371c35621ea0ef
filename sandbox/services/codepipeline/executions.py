"""Executions as the API starts, steers and decides them."""

from typing import Any

from sandbox.api import sessions
from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn, now
from sandbox.api.store import Record
from sandbox.services.codepipeline import triggers
from sandbox.services.codepipeline.pipelines import STORE, of_pipeline, record_of
from sandbox.services.codepipeline.running import execution as running
from sandbox.services.codepipeline.running.records import ENDED, change

Request = dict[str, Any]

_INTERRUPTED = "The sandbox was stopped while this execution ran."


def StartPipelineExecution(request: Request) -> Request:
    record = record_of(request["name"])
    rule = sessions.started_by()
    kinds = {"triggerType": "CloudWatchEvent" if rule else "StartPipelineExecution"}
    trigger = kinds | {"triggerDetail": rule or sessions.caller_arn()}
    given = {each["name"]: each["value"] for each in request.get("variables", [])}
    if any(each["revisionType"] != "COMMIT_ID" for each in request.get("sourceRevisions", [])):
        raise not_emulated("StartPipelineExecution with source revisions other than COMMIT_ID")
    revisions = {each["actionName"]: each["revisionValue"] for each in request.get("sourceRevisions", [])}
    return {"pipelineExecutionId": triggers.start(record, trigger, given, revisions)["id"]}


def StopPipelineExecution(request: Request) -> Request:
    execution = execution_of(request["pipelineName"], request["pipelineExecutionId"])
    if execution["status"] != "InProgress":
        problem = f"The execution {execution['id']} is {execution['status']}"
        raise ServiceError("PipelineExecutionNotStoppableException", problem)
    execution["abandoned"] = request.get("abandon", False)
    change(execution, "Stopping", statusSummary=request.get("reason", ""))
    return {"pipelineExecutionId": execution["id"]}


def RetryStageExecution(request: Request) -> Request:
    name, stage = request["pipelineName"], request["stageName"]
    execution = execution_of(name, request["pipelineExecutionId"])
    _stage(execution, stage)
    if execution is not latest_in(name, stage):
        raise ServiceError("NotLatestPipelineExecutionException", f"{execution['id']} is not the latest in {stage}")
    if execution["stages"][stage]["status"] != "Failed":
        raise ServiceError("StageNotRetryableException", f"Stage {stage} did not fail in {execution['id']}")
    every = request["retryMode"] == "ALL_ACTIONS"
    running.retry(triggers.pipeline(name), execution, stage, every_action=every)
    return {"pipelineExecutionId": execution["id"]}


def RollbackStage(request: Request) -> Request:
    name, stage = request["pipelineName"], request["stageName"]
    target = execution_of(name, request["targetPipelineExecutionId"])
    _stage(target, stage)
    version = record_of(name)["declaration"]["version"]
    passed = target["stages"].get(stage, {}).get("status") == "Succeeded"
    if not passed or target["declaration"]["version"] != version or target["type"] == "ROLLBACK":
        problem = f"Stage {stage} cannot be rolled back to {target['id']}"
        raise ServiceError("UnableToRollbackStageException", problem)
    trigger = {"triggerType": "ManualRollback", "triggerDetail": sessions.caller_arn()}
    latest = latest_in(name, stage) or target
    return {"pipelineExecutionId": running.roll_back(triggers.pipeline(name), latest, stage, target, trigger)["id"]}


def PutApprovalResult(request: Request) -> Request:
    record = record_of(request["pipelineName"])
    stages = {each["name"]: each for each in record["declaration"]["stages"]}
    if request["stageName"] not in stages:
        raise ServiceError("StageNotFoundException", f"The pipeline has no stage {request['stageName']}")
    if request["actionName"] not in [each["name"] for each in stages[request["stageName"]]["actions"]]:
        raise ServiceError("ActionNotFoundException", f"The stage has no action {request['actionName']}")
    entry = _waiting(request)
    if "result" in entry:
        raise ServiceError("ApprovalAlreadyCompletedException", "The approval action has already been decided")
    entry |= {"result": request["result"], "updatedBy": sessions.caller_arn()}
    return {"approvedAt": now()}


def fail_interrupted() -> None:
    """Nothing runs any more when the sandbox has just started."""
    for execution in STORE.of_kind("executions"):
        if execution["status"] in ENDED:
            continue
        change(execution, "Failed", statusSummary=_INTERRUPTED)
        for part in (*execution["stages"].values(), *execution["actions"]):
            if part["status"] == "InProgress":
                error = {"code": "JobFailed", "message": _INTERRUPTED}
                change(part, "Failed", **({"error": error, "summary": _INTERRUPTED} if "action" in part else {}))
                part.pop("token", None)


def execution_of(pipeline: str, identifier: str) -> Record:
    record_of(pipeline)
    found = STORE.here("executions").get(identifier)
    if found is None or found["pipeline"] != pipeline:
        problem = f"{arn('codepipeline', pipeline)} has no execution {identifier}"
        raise ServiceError("PipelineExecutionNotFoundException", problem)
    return found


def latest_in(pipeline: str, stage: str) -> Record | None:
    """The execution that entered a stage last."""
    inside = [each for each in of_pipeline(pipeline) if stage in each["stages"]]
    return max(inside, key=lambda each: each["stages"][stage]["entered"], default=None)


def _stage(execution: Record, stage: str) -> None:
    if stage not in [each["name"] for each in execution["declaration"]["stages"]]:
        raise ServiceError("StageNotFoundException", f"The pipeline has no stage {stage}")


def _waiting(request: Request) -> Record:
    for execution in of_pipeline(request["pipelineName"]):
        for entry in execution["actions"]:
            if entry.get("token") == request["token"]:
                return entry
    raise ServiceError("InvalidApprovalTokenException", "The approval token is not valid or has expired")
