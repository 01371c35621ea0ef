"""Executions of pipelines as SageMaker's API has them: started, described, listed, stopped, tried again."""

import json
from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import now
from sandbox.api.store import Record
from sandbox.services.sagemaker.api.named_resources import PIPELINE
from sandbox.services.sagemaker.api.resources import STORE, described, find, listed
from sandbox.services.sagemaker.api.roles import assumed
from sandbox.services.sagemaker.pipelines import definition
from sandbox.services.sagemaker.pipelines.execution import Execution, live

Request = dict[str, Any]

_CONVERSIONS = {"String": str, "Integer": int, "Float": float, "Boolean": lambda text: text.lower() == "true"}
_INTERRUPTED = "InternalServerError: the sandbox stopped while the execution ran. Retry it."


def StartPipelineExecution(request: Request) -> Request:
    pipeline = find(PIPELINE, request["PipelineName"])
    same = _with_token(pipeline, request.get("ClientRequestToken"))
    if same:
        return {"PipelineExecutionArn": same["PipelineExecutionArn"]}
    parsed = definition.parse(pipeline["PipelineDefinition"])
    parameters = _parameters(parsed, request.get("PipelineParameters", []))
    identifier = definition.new_execution()
    arn = f"{pipeline['PipelineArn']}/execution/{identifier}"
    credentials = assumed(pipeline["RoleArn"], pipeline["PipelineArn"])
    record = {
        "PipelineArn": pipeline["PipelineArn"],
        "PipelineExecutionArn": arn,
        "PipelineExecutionDisplayName": request.get("PipelineExecutionDisplayName", f"execution-{identifier}"),
        "PipelineExecutionDescription": request.get("PipelineExecutionDescription"),
        "ParallelismConfiguration": {
            **pipeline.get("ParallelismConfiguration", {}),
            **request.get("ParallelismConfiguration", {}),
        },
        "CreationTime": now(),
        "StartTime": now(),
        "token": request.get("ClientRequestToken"),
        "definition": pipeline["PipelineDefinition"],
        "given": request.get("PipelineParameters", []),
        "parameters": parameters,
        "role": pipeline["RoleArn"],
        "steps": {},
    }
    STORE.here("executions")[arn] = record
    pipeline["LastRunTime"] = now()
    Execution(record, parsed, credentials).start()
    return {"PipelineExecutionArn": arn}


def DescribePipelineExecution(request: Request) -> Request:
    record = _execution(request)
    shown = described("DescribePipelineExecution", record)
    return shown if record["ParallelismConfiguration"] else {**shown, "ParallelismConfiguration": None}


def DescribePipelineDefinitionForExecution(request: Request) -> Request:
    record = _execution(request)
    return {"PipelineDefinition": record["definition"], "CreationTime": record["CreationTime"]}


def ListPipelineParametersForExecution(request: Request) -> Request:
    values = _execution(request)["parameters"]
    return {"PipelineParameters": [{"Name": name, "Value": str(value)} for name, value in values.items()]}


def ListPipelineExecutions(request: Request) -> Request:
    pipeline = find(PIPELINE, request["PipelineName"])["PipelineArn"]
    found = [each for each in STORE.here("executions").values() if each["PipelineArn"] == pipeline]
    shown = {name: value for name, value in request.items() if name in ("SortOrder", "CreatedBefore", "CreatedAfter")}
    return listed("ListPipelineExecutions", shown, found)


def ListPipelineExecutionSteps(request: Request) -> Request:
    steps = sorted(_execution(request)["steps"].values(), key=lambda each: each["StartTime"])
    if request.get("SortOrder", "Descending") == "Descending":
        steps.reverse()
    hidden = {"properties", "StepType"}
    return {"PipelineExecutionSteps": [{k: v for k, v in each.items() if k not in hidden} for each in steps]}


def StopPipelineExecution(request: Request) -> Request:
    record = _execution(request)
    running = live(record["PipelineExecutionArn"])
    if not running or running.stopped.is_set():
        problem = f"Pipeline execution {record['PipelineExecutionArn']} is not executing."
        raise ServiceError("ConflictException", problem)
    running.stop()
    return {"PipelineExecutionArn": record["PipelineExecutionArn"]}


def RetryPipelineExecution(request: Request) -> Request:
    """What succeeded stays; the rest is done as it was asked for then."""
    record = _execution(request)
    if record["PipelineExecutionStatus"] not in ("Failed", "Stopped"):
        problem = f"Only a failed or stopped execution can be retried, this one is {record['PipelineExecutionStatus']}."
        raise ServiceError("ConflictException", problem)
    record.pop("FailureReason", None)
    record["steps"] = {name: each for name, each in record["steps"].items() if each["StepStatus"] == "Succeeded"}
    credentials = assumed(record["role"], record["PipelineArn"])
    Execution(record, json.loads(record["definition"]), credentials).start()
    return {"PipelineExecutionArn": record["PipelineExecutionArn"]}


def _execution(request: Request) -> Record:
    arn = request["PipelineExecutionArn"]
    if arn not in STORE.here("executions"):
        raise ServiceError("ResourceNotFound", f"Pipeline execution {arn} does not exist.")
    return STORE.here("executions")[arn]


def _with_token(pipeline: Record, token: str | None) -> Record | None:
    found = STORE.here("executions").values()
    same = (
        each for each in found if token and each["token"] == token and each["PipelineArn"] == pipeline["PipelineArn"]
    )
    return next(same, None)


def _parameters(parsed: Record, given: list[Record]) -> dict[str, Any]:
    declared = {each["Name"]: each for each in parsed.get("Parameters", [])}
    values = {each["Name"]: each["Value"] for each in given}
    unknown = sorted(values.keys() - declared.keys())
    missing = [name for name, each in declared.items() if "DefaultValue" not in each and name not in values]
    if unknown or missing:
        problem = f"unknown: {', '.join(unknown)}" if unknown else f"without a value: {', '.join(missing)}"
        raise ServiceError("ValidationException", f"Invalid pipeline parameters, {problem}.")
    chosen = {name: each.get("DefaultValue") for name, each in declared.items()}
    return chosen | {name: _converted(declared[name], value) for name, value in values.items()}


def _converted(parameter: Record, text: str) -> Any:
    name, allowed = parameter["Name"], parameter.get("EnumValues")
    try:
        value = _CONVERSIONS[parameter["Type"]](text)
    except ValueError:
        raise ServiceError("ValidationException", f"Parameter {name} is no {parameter['Type']}: {text}") from None
    if allowed and value not in allowed:
        raise ServiceError("ValidationException", f"Parameter {name} is {text}, allowed are {allowed}.")
    return value


def interrupted() -> None:
    """Executions that ran when the sandbox stopped can be retried."""
    for record in STORE.here("executions").values():
        if record["PipelineExecutionStatus"] in ("Executing", "Stopping"):
            record |= {"PipelineExecutionStatus": "Failed", "FailureReason": _INTERRUPTED}
            for each in record["steps"].values():
                if each["StepStatus"] != "Succeeded":
                    each |= {"StepStatus": "Failed", "FailureReason": _INTERRUPTED}
