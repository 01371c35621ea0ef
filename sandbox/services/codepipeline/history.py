"""Executions and their actions as the API lists them."""

from sandbox.api.types import Answer, Request
from sandbox.services.codepipeline.state.execution import ActionRun, Execution
from sandbox.services.codepipeline.state.tables import executions_of, find_execution, find_pipeline


def ListPipelineExecutions(request: Request) -> Answer:
    find_pipeline(request["pipelineName"])
    stage = request.get("filter", {}).get("succeededInStage", {}).get("stageName")
    summaries = [
        _summary(execution)
        for execution in reversed(executions_of(request["pipelineName"]))
        if stage is None or execution.succeeded_in(stage)
    ]
    return {"pipelineExecutionSummaries": summaries}


def GetPipelineExecution(request: Request) -> Answer:
    execution = find_execution(request["pipelineName"], request["pipelineExecutionId"])
    shown = _common(execution) | {
        "pipelineName": execution.pipeline,
        "pipelineVersion": execution.declaration["version"],
        "artifactRevisions": execution.revisions,
        "variables": [{"name": name, "resolvedValue": value} for name, value in execution.variables.items()],
    }
    return {"pipelineExecution": shown}


def ListActionExecutions(request: Request) -> Answer:
    find_pipeline(request["pipelineName"])
    identifier = request.get("filter", {}).get("pipelineExecutionId")
    details = [
        _detail(execution, run)
        for execution in reversed(executions_of(request["pipelineName"]))
        for run in reversed(execution.actions)
        if identifier in (None, execution.id)
    ]
    return {"actionExecutionDetails": details}


def _summary(execution: Execution) -> Answer:
    revisions = [
        {"actionName": run.action["name"], **run.revision} for run in execution.actions if run.revision is not None
    ]
    times = {"startTime": execution.started, "lastUpdateTime": execution.last_update}
    return _common(execution) | times | {"sourceRevisions": revisions}


def _common(execution: Execution) -> Answer:
    target = execution.rollback_target
    return {
        "pipelineExecutionId": execution.id,
        "status": execution.status,
        "statusSummary": execution.summary or None,
        "trigger": execution.trigger,
        "executionMode": execution.declaration["executionMode"],
        "executionType": execution.type,
        "rollbackMetadata": {"rollbackTargetPipelineExecutionId": target} if target else None,
    }


def _detail(execution: Execution, run: ActionRun) -> Answer:
    return {
        "pipelineExecutionId": execution.id,
        "actionExecutionId": run.id,
        "pipelineVersion": execution.declaration["version"],
        "stageName": run.stage,
        "actionName": run.action["name"],
        "startTime": run.started,
        "lastUpdateTime": run.last_update,
        "updatedBy": run.updated_by,
        "status": run.status,
        "input": _input(run),
        "output": _output(run),
    }


def _input(run: ActionRun) -> Answer:
    return {
        "actionTypeId": run.action["actionTypeId"],
        "configuration": run.action.get("configuration", {}),
        "resolvedConfiguration": run.configuration,
        "roleArn": run.action.get("roleArn"),
        "region": run.action.get("region"),
        "inputArtifacts": [artifact.detail() for artifact in run.inputs.values()],
        "namespace": run.action.get("namespace"),
    }


def _output(run: ActionRun) -> Answer:
    result = {
        "externalExecutionId": run.external_id,
        "externalExecutionSummary": run.summary or None,
        "externalExecutionUrl": run.external_url,
        "errorDetails": run.error,
    }
    artifacts = [artifact.detail() for artifact in run.outputs.values()]
    return {"outputArtifacts": artifacts, "executionResult": result, "outputVariables": run.variables}
