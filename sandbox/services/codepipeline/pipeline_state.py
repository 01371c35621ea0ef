"""GetPipelineState: what every stage and action of a pipeline is at."""

from sandbox.api.types import Answer, Request
from sandbox.services.codepipeline.state.declaration import ActionDeclaration, StageDeclaration
from sandbox.services.codepipeline.state.execution import ActionRun, Execution
from sandbox.services.codepipeline.state.tables import executions_of, find_pipeline, latest_execution_in


def GetPipelineState(request: Request) -> Answer:
    pipeline = find_pipeline(request["name"])
    stages = enumerate(pipeline.declaration["stages"])
    return {
        "pipelineName": request["name"],
        "pipelineVersion": pipeline.declaration["version"],
        "stageStates": [_stage_state(request["name"], stage, position) for position, stage in stages],
        "created": pipeline.created,
        "updated": pipeline.updated,
    }


def _stage_state(pipeline: str, stage: StageDeclaration, position: int) -> Answer:
    name = stage["name"]
    inbound = [_inbound(execution) for execution in executions_of(pipeline) if _waits_for(execution, position)]
    latest = latest_execution_in(pipeline, name)
    state: Answer = {
        "stageName": name,
        "inboundExecution": inbound[0] if inbound else None,
        "inboundExecutions": inbound,
        "inboundTransitionState": {"enabled": True},
        "actionStates": [_action_state(latest, name, action) for action in stage["actions"]],
    }
    if latest:
        status = latest.stages[name].status
        state["latestExecution"] = {"pipelineExecutionId": latest.id, "status": status, "type": latest.type}
    return state


def _waits_for(execution: Execution, position: int) -> bool:
    return execution.is_waiting and execution.status == "InProgress" and execution.position == position


def _inbound(execution: Execution) -> Answer:
    return {"pipelineExecutionId": execution.id, "status": "InProgress", "type": execution.type}


def _action_state(latest: Execution | None, stage: str, action: ActionDeclaration) -> Answer:
    """The last run of an action in the execution that entered the stage last."""
    runs = latest.actions if latest else []
    run = next((run for run in reversed(runs) if run.stage == stage and run.action["name"] == action["name"]), None)
    if run is None:
        return {"actionName": action["name"]}
    return {"actionName": action["name"], "latestExecution": _latest_run(run), "currentRevision": _revision(run)}


def _latest_run(run: ActionRun) -> Answer:
    return {
        "actionExecutionId": run.id,
        "status": run.status,
        "summary": run.summary or None,
        "lastStatusChange": run.last_update,
        "token": run.token,
        "lastUpdatedBy": run.updated_by,
        "externalExecutionId": run.external_id,
        "externalExecutionUrl": run.external_url,
        "errorDetails": run.error,
    }


def _revision(run: ActionRun) -> Answer | None:
    if run.revision is None:
        return None
    return {"revisionId": run.revision["revisionId"], "created": run.last_update, "revisionChangeId": run.id}
