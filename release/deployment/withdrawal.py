"""Keeps a rejected version out of production: stops the executions that carry it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from deployment import registry
from deployment.consent import is_denied
from deployment.settings import NEWEST_APPROVED, Run

CANNOT_BE_STOPPED = (
    "ConflictException",  # the pipeline is busy
    "DuplicatedStopRequestException",  # it is being stopped
    "PipelineExecutionNotStoppableException",  # it has ended
)


@dataclass(frozen=True)
class Carrying:
    """An execution that is on its way with a version."""

    execution: str
    waits_for_a_person: bool


def withdraw(sagemaker: Any, pipeline: Any, run: Run) -> list[str]:
    """Stop every execution before production that carries the version whose rejection started this one."""
    if run.model_package_arn == NEWEST_APPROVED:
        return []
    if not is_rejected(sagemaker, run.model_package_arn):
        return []
    stopped, name = [], run.pipeline_name
    for found in carrying(pipeline, name, run.model_package_arn):
        if found.execution == run.pipeline_execution_id:
            continue
        if stop(pipeline, name, found):
            stopped.append(found.execution)
    return stopped


def is_rejected(sagemaker: Any, arn: str) -> bool:
    """Not what the owner no longer shows: `prepare`, which follows, says so, and `confirm` lets none of it pass."""
    try:
        return registry.describe(sagemaker, arn).status == "Rejected"
    except ClientError as error:
        if not is_denied(error):
            raise
        return False


def stop(pipeline: Any, name: str, found: Carrying) -> bool:
    """Whether CodePipeline stops the execution; one that it does not stop is refused by `confirm` before production.

    Codes: CodePipeline API reference, "StopPipelineExecution".
    """
    try:
        # Waiting for the end of an approval would be waiting for the person; anything else may end first.
        pipeline.stop_pipeline_execution(
            pipelineName=name,
            pipelineExecutionId=found.execution,
            abandon=found.waits_for_a_person,
            reason="Its model was rejected.",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] not in CANNOT_BE_STOPPED:
            raise
        return False
    return True


def carrying(pipeline: Any, name: str, arn: str) -> Iterator[Carrying]:
    pages = pipeline.get_paginator("list_pipeline_executions").paginate(pipelineName=name)
    for page in pages:
        for execution in page["pipelineExecutionSummaries"]:
            if execution["status"] == "InProgress":
                yield from carries(pipeline, name, execution["pipelineExecutionId"], arn)


def carries(pipeline: Any, name: str, execution: str, arn: str) -> Iterator[Carrying]:
    """What `prepare` exported says which version it is. One that has reached production ends by itself."""
    pages = pipeline.get_paginator("list_action_executions").paginate(
        pipelineName=name, filter={"pipelineExecutionId": execution}
    )
    actions = [action for page in pages for action in page["actionExecutionDetails"]]
    exported = [action["output"].get("outputVariables", {}).get("MODEL_PACKAGE") for action in actions]
    if arn in exported and "Production" not in [action["stageName"] for action in actions]:
        waits = any(action["stageName"] == "Approve" and action["status"] == "InProgress" for action in actions)
        yield Carrying(execution, waits)
