"""The events of executions and their steps (Developer Guide, "Events that SageMaker AI sends to EventBridge")."""

from typing import Any

from sandbox.api import events
from sandbox.api.identifiers import now

Record = dict[str, Any]

MOVING = ("Executing", "Stopping")
_KIND = "SageMaker Model Building Pipeline Execution"


def execution(record: Record, before: str | None) -> None:
    """An execution changed its status."""
    status = record["PipelineExecutionStatus"]
    detail = {
        **_place(record),
        "pipelineExecutionDisplayName": record["PipelineExecutionDisplayName"],
        "pipelineExecutionDescription": record["PipelineExecutionDescription"],
        "currentPipelineExecutionStatus": status,
        "previousPipelineExecutionStatus": before,
        "executionStartTime": record["CreationTime"],
        "executionEndTime": None if status in MOVING else now(),
    }
    _emit(record, f"{_KIND} Status Change", detail)


def step(record: Record, changed: Record, before: str) -> None:
    """A step of an execution changed its status."""
    detail = {
        **_place(record),
        "stepName": changed["StepName"],
        "stepType": changed["StepType"],
        "currentStepStatus": changed["StepStatus"],
        "previousStepStatus": before,
        "metadata": _lower(changed.get("Metadata", {})),
        "stepStartTime": changed["StartTime"],
        "stepEndTime": changed.get("EndTime"),
    }
    for name in ("FailureReason", "CacheHitResult"):
        if name in changed:
            detail |= _lower({name: changed[name]})
    _emit(record, f"{_KIND} Step Status Change", detail)


def _emit(record: Record, kind: str, detail: Record) -> None:
    events.emit("aws.sagemaker", kind, detail, record["PipelineArn"], record["PipelineExecutionArn"])


def _lower(value: Any) -> Any:
    """Members of events begin with small letters, where those of the API have capitals."""
    if not isinstance(value, dict):
        return value
    return {name[0].lower() + name[1:]: _lower(each) for name, each in value.items()}


def _place(record: Record) -> Record:
    return {"pipelineArn": record["PipelineArn"], "pipelineExecutionArn": record["PipelineExecutionArn"]}
