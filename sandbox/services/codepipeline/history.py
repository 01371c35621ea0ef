"""Executions as the API shows them."""

from typing import Any

from sandbox.api.store import Record
from sandbox.services.codepipeline.executions import execution_of, latest_in
from sandbox.services.codepipeline.pipelines import of_pipeline, record_of

Request = dict[str, Any]


def ListPipelineExecutions(request: Request) -> Request:
    record_of(request["pipelineName"])
    wanted = request.get("filter", {}).get("succeededInStage", {}).get("stageName")
    found = [
        _summary(each)
        for each in reversed(of_pipeline(request["pipelineName"]))
        if wanted is None or each["stages"].get(wanted, {}).get("status") == "Succeeded"
    ]
    return {"pipelineExecutionSummaries": found}


def GetPipelineExecution(request: Request) -> Request:
    execution = execution_of(request["pipelineName"], request["pipelineExecutionId"])
    shown = _common(execution) | {
        "pipelineName": execution["pipeline"],
        "pipelineVersion": execution["declaration"]["version"],
        "artifactRevisions": execution["revisions"],
        "variables": [{"name": name, "resolvedValue": value} for name, value in execution["variables"].items()],
    }
    return {"pipelineExecution": shown}


def ListActionExecutions(request: Request) -> Request:
    record_of(request["pipelineName"])
    wanted = request.get("filter", {}).get("pipelineExecutionId")
    found = [
        _detail(execution, entry)
        for execution in reversed(of_pipeline(request["pipelineName"]))
        for entry in reversed(execution["actions"])
        if wanted in (None, execution["id"])
    ]
    return {"actionExecutionDetails": found}


def GetPipelineState(request: Request) -> Request:
    record = record_of(request["name"])
    return {
        "pipelineName": request["name"],
        "pipelineVersion": record["declaration"]["version"],
        "stageStates": [_stage(request["name"], stage) for stage in record["declaration"]["stages"]],
        "created": record["created"],
        "updated": record["updated"],
    }


def _stage(pipeline: str, stage: Record) -> Request:
    name = stage["name"]
    names = [each["name"] for each in record_of(pipeline)["declaration"]["stages"]]
    waiting = [
        {"pipelineExecutionId": each["id"], "status": "InProgress", "type": each["type"]}
        for each in of_pipeline(pipeline)
        if each.get("waits") and each["status"] == "InProgress" and each["position"] == names.index(name)
    ]
    latest = latest_in(pipeline, name)
    shown = {
        "stageName": name,
        "inboundExecution": waiting[0] if waiting else None,
        "inboundExecutions": waiting,
        "inboundTransitionState": {"enabled": True},
        "actionStates": [_action(latest, name, action) for action in stage["actions"]],
    }
    if latest:
        status = latest["stages"][name]["status"]
        shown["latestExecution"] = {"pipelineExecutionId": latest["id"], "status": status, "type": latest["type"]}
    return shown


def _action(latest: Record | None, stage: str, action: Record) -> Request:
    entries = [
        entry
        for entry in (latest["actions"] if latest else [])
        if entry["stage"] == stage and entry["action"]["name"] == action["name"]
    ]
    if not entries:
        return {"actionName": action["name"]}
    entry = entries[-1]
    revision = entry.get("revision")
    run = {
        "actionExecutionId": entry["id"],
        "status": entry["status"],
        "summary": entry.get("summary") or None,
        "lastStatusChange": entry["lastUpdateTime"],
        "token": entry.get("token"),
        "lastUpdatedBy": entry.get("updatedBy"),
        "externalExecutionId": entry.get("externalId"),
        "externalExecutionUrl": entry.get("url"),
        "errorDetails": entry.get("error"),
    }
    current = {"revisionId": revision["revisionId"], "created": entry["lastUpdateTime"]} if revision else None
    changed = {"currentRevision": {**current, "revisionChangeId": entry["id"]}} if current else {}
    return {"actionName": action["name"], "latestExecution": run, **changed}


def _summary(execution: Record) -> Request:
    sources = [entry for entry in execution["actions"] if "revision" in entry]
    revisions = [
        {"actionName": entry["action"]["name"], **{key: entry["revision"][key] for key in _REVISION}}
        for entry in sources
    ]
    times = {name: execution[name] for name in ("startTime", "lastUpdateTime")}
    return _common(execution) | times | {"sourceRevisions": revisions}


_REVISION = ("revisionId", "revisionSummary")


def _common(execution: Record) -> Request:
    target = execution.get("target")
    return {
        "pipelineExecutionId": execution["id"],
        "status": execution["status"],
        "statusSummary": execution.get("statusSummary") or None,
        "trigger": execution["trigger"],
        "executionMode": execution["declaration"]["executionMode"],
        "executionType": execution["type"],
        "rollbackMetadata": {"rollbackTargetPipelineExecutionId": target} if target else None,
    }


def _detail(execution: Record, entry: Record) -> Request:
    action = entry["action"]
    result = {
        "externalExecutionId": entry.get("externalId"),
        "externalExecutionSummary": entry.get("summary") or None,
        "externalExecutionUrl": entry.get("url"),
        "errorDetails": entry.get("error"),
    }
    return {
        "pipelineExecutionId": execution["id"],
        "actionExecutionId": entry["id"],
        "pipelineVersion": execution["declaration"]["version"],
        "stageName": entry["stage"],
        "actionName": action["name"],
        "startTime": entry["startTime"],
        "lastUpdateTime": entry["lastUpdateTime"],
        "updatedBy": entry.get("updatedBy"),
        "status": entry["status"],
        "input": {
            "actionTypeId": action["actionTypeId"],
            "configuration": action.get("configuration", {}),
            "resolvedConfiguration": entry["configuration"],
            "roleArn": action.get("roleArn"),
            "region": action.get("region"),
            "inputArtifacts": _artifacts(entry["inputs"]),
            "namespace": action.get("namespace"),
        },
        "output": {
            "outputArtifacts": _artifacts(entry["outputs"]),
            "executionResult": result,
            "outputVariables": entry["variables"],
        },
    }


def _artifacts(known: Record) -> list[Request]:
    return [
        {"name": name, "s3location": {"bucket": each["bucket"], "key": each["key"]}} for name, each in known.items()
    ]
