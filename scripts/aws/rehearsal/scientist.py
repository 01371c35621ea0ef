"""The data scientist of a rehearsal: creates projects, uploads data, clones, follows trainings."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from scripts.aws.account import Account
from scripts.aws.answers import error_code
from scripts.aws.failures import ACCESS_DENIED
from scripts.aws.rehearsal.builds import build_outcome
from scripts.aws.rehearsal.files import Files
from scripts.aws.rehearsal.workflows import remove_endpoint, workflow_run
from scripts.aws.studio import Studio
from scripts.launch import LaunchedProject, LaunchRequest, launch
from scripts.rehearsal.checkout import Checkout, clone
from scripts.rehearsal.roles import BatchRun, Log, PipelineStep, Training, WorkflowRun

# SageMaker Developer Guide, "Log groups and streams that Amazon SageMaker AI sends to CloudWatch Logs".
LOGS = {
    "ProcessingJob": "/aws/sagemaker/ProcessingJobs",
    "TrainingJob": "/aws/sagemaker/TrainingJobs",
    "TransformJob": "/aws/sagemaker/TransformJobs",
}


class Scientist:
    """One region, under a role that sees the portfolio. git gets the credentials of `profile`."""

    def __init__(self, account: Account, region: str, profile: str | None) -> None:
        self.studio = Studio(account, region)
        self.sagemaker: Any = account.sagemaker(region)
        self.codebuild: Any = account.client("codebuild", region)
        self.states: Any = account.client("stepfunctions", region)
        self.files = Files(account, region)
        self.profile = profile

    def create_project(self, request: LaunchRequest) -> LaunchedProject:
        return launch(request, self.studio, lambda _: None)

    def update_project(self, name: str, parameters: Mapping[str, str]) -> None:
        self.studio.update(name, parameters)

    def delete_project(self, name: str) -> None:
        self.studio.delete(name)

    def read(self, address: str) -> bytes:
        """The content of an S3 URI."""
        return self.files.read(address)

    def write(self, address: str, content: bytes) -> None:
        self.files.write(address, content)

    def files_below(self, address: str) -> tuple[str, ...]:
        return self.files.below(address)

    def clone(self, address: str, folder: Path) -> Checkout:
        return clone(address, folder, {"AWS_PROFILE": self.profile} if self.profile else {})

    def build_outcome(self, log: Log) -> str:
        return build_outcome(self.codebuild, log)

    def training_for_commit(self, pipeline: str, commit: str) -> Training | None:
        """The newest execution whose parameters name the commit."""
        try:
            found = self.sagemaker.list_pipeline_executions(PipelineName=pipeline, SortOrder="Descending")
        except ClientError as error:
            if error_code(error) == "ResourceNotFound":  # until the first build creates it
                return None
            raise
        arns = [item["PipelineExecutionArn"] for item in found["PipelineExecutionSummaries"]]
        chosen = next((arn for arn in arns if self._parameters(arn).get("SourceCommit") == commit), None)
        return self._training(chosen) if chosen else None

    def batch_runs(self, pipeline: str) -> tuple[BatchRun, ...]:
        """The executions, newest first; none until the first build creates the pipeline."""
        try:
            found = self.sagemaker.list_pipeline_executions(PipelineName=pipeline, SortOrder="Descending")
        except ClientError as error:
            if error_code(error) == "ResourceNotFound":
                return ()
            raise
        return tuple(
            BatchRun(
                item["PipelineExecutionArn"],
                item["PipelineExecutionStatus"],
                self._sentence(item["PipelineExecutionArn"]),
            )
            for item in found["PipelineExecutionSummaries"]
        )

    def _sentence(self, arn: str) -> str:
        """The ExitMessage of the last processing job that left one."""
        steps = self.sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn, SortOrder="Descending")
        for step in map(_step, steps["PipelineExecutionSteps"]):
            if step.kind == "ProcessingJob" and step.job:
                found = self.sagemaker.describe_processing_job(ProcessingJobName=step.job).get("ExitMessage")
                if found:
                    return found
        return ""

    def refusal_to_approve(self, version: str) -> str:
        """AWS's error when the data scientist tries to approve a version; empty if it was allowed."""
        try:
            self.sagemaker.update_model_package(ModelPackageArn=version, ModelApprovalStatus="Approved")
        except ClientError as error:
            if error_code(error) not in ACCESS_DENIED:
                raise
            return f"{error_code(error)} for sagemaker:UpdateModelPackage"
        return ""

    def workflow_run(self, execution: str) -> WorkflowRun:
        return workflow_run(self.states, execution)

    def remove_endpoint(self, endpoint: str) -> int:
        return remove_endpoint(self.sagemaker, endpoint)

    def _parameters(self, arn: str) -> Mapping[str, str]:
        found = self.sagemaker.list_pipeline_parameters_for_execution(PipelineExecutionArn=arn)
        return {item["Name"]: item["Value"] for item in found["PipelineParameters"]}

    def _training(self, arn: str) -> Training:
        execution = self.sagemaker.describe_pipeline_execution(PipelineExecutionArn=arn)
        pages = self.sagemaker.get_paginator("list_pipeline_execution_steps").paginate(
            PipelineExecutionArn=arn, SortOrder="Ascending"
        )
        steps = tuple(_step(item) for page in pages for item in page["PipelineExecutionSteps"])
        text = self.sagemaker.describe_pipeline_definition_for_execution(PipelineExecutionArn=arn)["PipelineDefinition"]
        failed = next((step for step in steps if step.status == "Failed"), None)
        reason = f"{failed.name}: {failed.reason}" if failed else execution.get("FailureReason", "")
        log = _log(failed) if failed else None
        return Training(arn, execution["PipelineExecutionStatus"], steps, json.loads(text), reason, log)


def _step(item: Mapping[str, Any]) -> PipelineStep:
    kind, metadata = next(iter(item.get("Metadata", {}).items()), ("", {}))
    seconds = (item["EndTime"] - item["StartTime"]).total_seconds() if "EndTime" in item else 0.0
    job = metadata.get("Arn", "").rpartition("/")[2] if kind in LOGS else ""
    return PipelineStep(
        name=item["StepName"],
        kind=kind,
        status=item["StepStatus"],
        seconds=seconds,
        reason=item.get("FailureReason", ""),
        job=job,
        cached="CacheHitResult" in item,
    )


def _log(step: PipelineStep) -> Log | None:
    return Log(LOGS[step.kind], f"{step.job}/") if step.job else None
