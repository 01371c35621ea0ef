"""The operations of pipeline executions: started, described, listed, stopped, retried."""

import json
import secrets
import string

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import now
from sandbox.api.types import Answer, Request
from sandbox.services.sagemaker.pipelines import definition
from sandbox.services.sagemaker.pipelines.parameters import parameter_values
from sandbox.services.sagemaker.pipelines.runner import RUNNING, Runner
from sandbox.services.sagemaker.records import listing
from sandbox.services.sagemaker.records.executions import PipelineExecution
from sandbox.services.sagemaker.records.resources import PIPELINE
from sandbox.services.sagemaker.records.roles import assume
from sandbox.services.sagemaker.records.shapes import Pipeline
from sandbox.services.sagemaker.records.tables import EXECUTIONS

_INTERRUPTED = "InternalServerError: the sandbox stopped while the execution ran. Retry it."


def StartPipelineExecution(request: Request) -> Answer:
    pipeline = PIPELINE.find(request["PipelineName"])
    same = _with_token(pipeline, request.get("ClientRequestToken"))
    if same:
        return {"PipelineExecutionArn": same.arn}
    parsed = definition.parse(pipeline["PipelineDefinition"])
    parameters = parameter_values(parsed, request.get("PipelineParameters", []))
    identifier = _new_id()
    credentials = assume(pipeline["RoleArn"], pipeline["PipelineArn"])
    execution = PipelineExecution(
        arn=f"{pipeline['PipelineArn']}/execution/{identifier}",
        pipeline=pipeline["PipelineArn"],
        display_name=request.get("PipelineExecutionDisplayName", f"execution-{identifier}"),
        description=request.get("PipelineExecutionDescription"),
        definition=pipeline["PipelineDefinition"],
        role=pipeline["RoleArn"],
        parallelism={**pipeline.get("ParallelismConfiguration", {}), **request.get("ParallelismConfiguration", {})},
        parameters=parameters,
        token=request.get("ClientRequestToken"),
    )
    EXECUTIONS.here()[execution.arn] = execution
    pipeline["LastRunTime"] = now()
    Runner(execution, parsed, credentials).start()
    return {"PipelineExecutionArn": execution.arn}


def DescribePipelineExecution(request: Request) -> Answer:
    return listing.describe("DescribePipelineExecution", _execution(request).members())


def DescribePipelineDefinitionForExecution(request: Request) -> Answer:
    execution = _execution(request)
    return {"PipelineDefinition": execution.definition, "CreationTime": execution.created}


def ListPipelineParametersForExecution(request: Request) -> Answer:
    values = _execution(request).parameters
    return {"PipelineParameters": [{"Name": name, "Value": str(value)} for name, value in values.items()]}


def ListPipelineExecutions(request: Request) -> Answer:
    pipeline = PIPELINE.find(request["PipelineName"])["PipelineArn"]
    found = [execution.members() for execution in EXECUTIONS.here().values() if execution.pipeline == pipeline]
    filters = {name: value for name, value in request.items() if name in ("SortOrder", "CreatedBefore", "CreatedAfter")}
    return listing.summaries("ListPipelineExecutions", filters, found)


def ListPipelineExecutionSteps(request: Request) -> Answer:
    runs = sorted(_execution(request).steps.values(), key=lambda run: run.started)
    if request.get("SortOrder", "Descending") == "Descending":
        runs.reverse()
    return {"PipelineExecutionSteps": [run.summary() for run in runs]}


def StopPipelineExecution(request: Request) -> Answer:
    execution = _execution(request)
    runner = RUNNING.get(execution.arn)
    if not runner or runner.stopped.is_set():
        raise ServiceError("ConflictException", f"Pipeline execution {execution.arn} is not executing.")
    runner.stop()
    return {"PipelineExecutionArn": execution.arn}


def RetryPipelineExecution(request: Request) -> Answer:
    """Steps that succeeded stay; the others run again, with the definition and the parameters of the start."""
    execution = _execution(request)
    if execution.status not in ("Failed", "Stopped"):
        problem = f"Only a failed or stopped execution can be retried, this one is {execution.status}."
        raise ServiceError("ConflictException", problem)
    execution.failure_reason = None
    execution.steps = {name: run for name, run in execution.steps.items() if run.status == "Succeeded"}
    credentials = assume(execution.role, execution.pipeline)
    Runner(execution, json.loads(execution.definition), credentials).start()
    return {"PipelineExecutionArn": execution.arn}


def fail_interrupted() -> None:
    """Executions that ran when the sandbox stopped can be retried."""
    for execution in EXECUTIONS.here().values():
        if execution.is_running:
            execution.status, execution.failure_reason = "Failed", _INTERRUPTED
            for run in execution.steps.values():
                if run.status != "Succeeded":
                    run.status, run.failure_reason = "Failed", _INTERRUPTED


def _execution(request: Request) -> PipelineExecution:
    arn = request["PipelineExecutionArn"]
    if arn not in EXECUTIONS.here():
        raise ServiceError("ResourceNotFound", f"Pipeline execution {arn} does not exist.")
    return EXECUTIONS.here()[arn]


def _with_token(pipeline: Pipeline, token: str | None) -> PipelineExecution | None:
    started = (execution for execution in EXECUTIONS.here().values() if execution.pipeline == pipeline["PipelineArn"])
    return next((execution for execution in started if token and execution.token == token), None)


def _new_id() -> str:
    """Twelve letters and digits."""
    return "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(12))
