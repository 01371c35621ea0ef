"""Operations that start, stop, retry, roll back and approve executions."""

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import now
from sandbox.api.types import Answer, Request
from sandbox.iam import sessions
from sandbox.services.codepipeline import triggers
from sandbox.services.codepipeline.running import execution as running
from sandbox.services.codepipeline.running import rollback
from sandbox.services.codepipeline.state.execution import ActionRun, Execution, ExecutionTrigger
from sandbox.services.codepipeline.state.tables import (
    EXECUTIONS,
    executions_of,
    find_execution,
    find_pipeline,
    latest_execution_in,
)

_INTERRUPTED = "The sandbox was stopped while this execution ran."


def StartPipelineExecution(request: Request) -> Answer:
    pipeline = find_pipeline(request["name"])
    revisions = request.get("sourceRevisions", [])
    if any(revision["revisionType"] != "COMMIT_ID" for revision in revisions):
        raise not_emulated("StartPipelineExecution with source revisions other than COMMIT_ID")
    rule = sessions.started_by()
    trigger: ExecutionTrigger = {
        "triggerType": "CloudWatchEvent" if rule else "StartPipelineExecution",
        "triggerDetail": rule or sessions.caller_arn(),
    }
    variables = {variable["name"]: variable["value"] for variable in request.get("variables", [])}
    commits = {revision["actionName"]: revision["revisionValue"] for revision in revisions}
    return {"pipelineExecutionId": triggers.start(pipeline, trigger, variables, commits).id}


def StopPipelineExecution(request: Request) -> Answer:
    execution = find_execution(request["pipelineName"], request["pipelineExecutionId"])
    if execution.status != "InProgress":
        problem = f"The execution {execution.id} is {execution.status}"
        raise ServiceError("PipelineExecutionNotStoppableException", problem)
    execution.is_abandoned = request.get("abandon", False)
    execution.summary = request.get("reason", "")
    execution.set_status("Stopping")
    return {"pipelineExecutionId": execution.id}


def RetryStageExecution(request: Request) -> Answer:
    name, stage = request["pipelineName"], request["stageName"]
    execution = find_execution(name, request["pipelineExecutionId"])
    _require_stage(execution, stage)
    if execution is not latest_execution_in(name, stage):
        raise ServiceError("NotLatestPipelineExecutionException", f"{execution.id} is not the latest in {stage}")
    if execution.stages[stage].status != "Failed":
        raise ServiceError("StageNotRetryableException", f"Stage {stage} did not fail in {execution.id}")
    running.retry(execution, stage, all_actions=request["retryMode"] == "ALL_ACTIONS")
    return {"pipelineExecutionId": execution.id}


def RollbackStage(request: Request) -> Answer:
    name, stage = request["pipelineName"], request["stageName"]
    target = find_execution(name, request["targetPipelineExecutionId"])
    _require_stage(target, stage)
    if not rollback.can_be_target(target, stage):
        problem = f"Stage {stage} cannot be rolled back to {target.id}"
        raise ServiceError("UnableToRollbackStageException", problem)
    latest = latest_execution_in(name, stage) or target
    trigger: ExecutionTrigger = {"triggerType": "ManualRollback", "triggerDetail": sessions.caller_arn()}
    return {"pipelineExecutionId": running.roll_back(target, latest, stage, trigger).id}


def PutApprovalResult(request: Request) -> Answer:
    declaration = find_pipeline(request["pipelineName"]).declaration
    stages = {stage["name"]: stage for stage in declaration["stages"]}
    if request["stageName"] not in stages:
        raise ServiceError("StageNotFoundException", f"The pipeline has no stage {request['stageName']}")
    if request["actionName"] not in [action["name"] for action in stages[request["stageName"]]["actions"]]:
        raise ServiceError("ActionNotFoundException", f"The stage has no action {request['actionName']}")
    run = _run_with_token(request)
    if run.approval:
        raise ServiceError("ApprovalAlreadyCompletedException", "The approval action has already been decided")
    run.updated_by = sessions.caller_arn()
    run.approval = request["result"]
    return {"approvedAt": now()}


def fail_interrupted() -> None:
    """Nothing runs any more when the sandbox has just started."""
    for execution in EXECUTIONS.all():
        if not execution.has_ended:
            _fail_interrupted(execution)


def _fail_interrupted(execution: Execution) -> None:
    execution.summary = _INTERRUPTED
    execution.set_status("Failed")
    for stage in execution.stages.values():
        if stage.status == "InProgress":
            stage.set_status("Failed")
    for run in execution.actions:
        if run.status == "InProgress":
            run.fail("JobFailed", _INTERRUPTED)


def _require_stage(execution: Execution, stage: str) -> None:
    if stage not in [declared["name"] for declared in execution.declaration["stages"]]:
        raise ServiceError("StageNotFoundException", f"The pipeline has no stage {stage}")


def _run_with_token(request: Request) -> ActionRun:
    for execution in executions_of(request["pipelineName"]):
        for run in execution.actions:
            if run.token == request["token"]:
                return run
    raise ServiceError("InvalidApprovalTokenException", "The approval token is not valid or has expired")
