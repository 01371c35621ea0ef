"""The events of executions and their steps (Amazon EventBridge, "SageMaker AI model building pipeline")."""

from typing import Any

from sandbox.services import events
from sandbox.services.identifiers import now

Record = dict[str, Any]

MOVING = ("Executing", "Stopping")
_KIND = "SageMaker Model Building Pipeline Execution"


def execution(record: Record, before: str | None) -> None:
    """An execution changed its status."""
    status = record["PipelineExecutionStatus"]
    detail = {
        **_place(record),
        "pipelineExecutionDisplayName": record["PipelineExecutionDisplayName"],
        "currentPipelineExecutionStatus": status,
        "previousPipelineExecutionStatus": before,
        "executionStartTime": record["CreationTime"].isoformat(),
        "executionEndTime": None if status in MOVING else now().isoformat(),
    }
    events.emit("aws.sagemaker", f"{_KIND} Status Change", detail, record["PipelineArn"])


def step(record: Record, changed: Record, before: str) -> None:
    """A step of an execution changed its status."""
    detail = {
        **_place(record),
        "stepName": changed["StepName"],
        "stepType": changed["StepType"],
        "currentStepStatus": changed["StepStatus"],
        "previousStepStatus": before,
        "metadata": changed.get("Metadata", {}),
        "failureReason": changed.get("FailureReason"),
        "stepStartTime": changed["StartTime"].isoformat(),
        "stepEndTime": changed["EndTime"].isoformat() if "EndTime" in changed else None,
    }
    events.emit("aws.sagemaker", f"{_KIND} Step Status Change", detail, record["PipelineArn"])


def _place(record: Record) -> Record:
    return {"pipelineArn": record["PipelineArn"], "pipelineExecutionArn": record["PipelineExecutionArn"]}
