"""The events of executions and their steps (Developer Guide, "Events that SageMaker AI sends to EventBridge")."""

from typing import Any

from sandbox.api import events
from sandbox.api.identifiers import now
from sandbox.api.types import Record
from sandbox.services.sagemaker.records.executions import PipelineExecution, StepRun

_TITLE = "SageMaker Model Building Pipeline Execution"


def execution_changed(execution: PipelineExecution, before: str) -> None:
    """An execution changed its status."""
    detail = {
        "pipelineExecutionDisplayName": execution.display_name,
        "pipelineExecutionDescription": execution.description,
        "currentPipelineExecutionStatus": execution.status,
        "previousPipelineExecutionStatus": before or None,
        "executionStartTime": execution.created,
        "executionEndTime": None if execution.is_running else now(),
    }
    _emit(execution, f"{_TITLE} Status Change", detail)


def step_changed(execution: PipelineExecution, run: StepRun, before: str) -> None:
    """A step of an execution changed its status."""
    shown = run.summary()
    detail = {
        "stepName": run.name,
        "stepType": run.type,
        "currentStepStatus": run.status,
        "previousStepStatus": before,
        "metadata": _lower_case(run.metadata or {}),
        "stepStartTime": run.started,
        "stepEndTime": run.ended,
        **_lower_case({name: shown[name] for name in ("FailureReason", "CacheHitResult") if shown[name]}),
    }
    _emit(execution, f"{_TITLE} Step Status Change", detail)


def _emit(execution: PipelineExecution, title: str, detail: Record) -> None:
    arns = {"pipelineArn": execution.pipeline, "pipelineExecutionArn": execution.arn}
    events.emit("aws.sagemaker", title, {**arns, **detail}, execution.pipeline, execution.arn)


def _lower_case(value: Any) -> Any:
    """Members of events begin with small letters, where those of the API have capitals."""
    if not isinstance(value, dict):
        return value
    return {name[0].lower() + name[1:]: _lower_case(member) for name, member in value.items()}
