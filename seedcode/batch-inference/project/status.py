"""What the last runs said: `make status`, with the permissions of whoever asks."""

import sys
from collections.abc import Iterator
from typing import Any

import boto3

from project.settings import SettingError, read_settings

RUNS = 5
TOLD = ("Report", "Publish", "Find")
"""The last of these steps says what came of a run."""


def sentences(sagemaker: Any, pipeline: str) -> Iterator[str]:
    listed = sagemaker.list_pipeline_executions(PipelineName=pipeline, SortOrder="Descending", MaxResults=RUNS)
    for execution in listed["PipelineExecutionSummaries"]:
        arn = execution["PipelineExecutionArn"]
        steps = sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn)["PipelineExecutionSteps"]
        started = execution["StartTime"].strftime("%Y-%m-%d %H:%M")
        state = execution["PipelineExecutionStatus"]
        yield f"{started}  {arn.rpartition('/')[2]}  {state:<10} {told_by(sagemaker, steps)}"


def told_by(sagemaker: Any, steps: list[dict[str, Any]]) -> str:
    """The reason of a failure, or the sentence of the last job that has one."""
    failed = [step["FailureReason"] for step in steps if step["StepStatus"] == "Failed" and "FailureReason" in step]
    if failed:
        return failed[0]
    jobs = {step["StepName"]: step.get("Metadata", {}).get("ProcessingJob", {}).get("Arn") for step in steps}
    arn = next((jobs[name] for name in TOLD if jobs.get(name)), "")
    if not arn:
        return ""
    return sagemaker.describe_processing_job(ProcessingJobName=arn.rpartition("/")[2]).get("ExitMessage", "")


def main() -> int:
    try:
        settings = read_settings()
    except SettingError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    sagemaker = boto3.client("sagemaker", region_name=settings.region)
    print("\n".join(sentences(sagemaker, settings.pipeline_name)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
