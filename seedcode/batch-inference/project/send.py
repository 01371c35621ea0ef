"""`python -m project.send show|upsert|run`: writes the pipeline, sends it to SageMaker, and starts a run of it."""

import argparse
import sys
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from pipeline import definition
from project.code_bundle import read_bundle, upload
from project.configuration import read_configuration
from project.settings import Settings, read_settings

OUTCOME = Path("build/outcome.txt")  # what `make outcome` shows
LONGEST = 300


def upsert(sagemaker: Any, settings: Settings, text: str) -> str:
    """Create the pipeline or give it this definition; return its ARN."""
    request = {
        "PipelineName": settings.pipeline_name,
        "PipelineDefinition": text,
        "RoleArn": settings.role_arn,
    }
    try:
        return sagemaker.update_pipeline(**request)["PipelineArn"]
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != "ResourceNotFound":
            raise
    return sagemaker.create_pipeline(**request, Tags=settings.tags)["PipelineArn"]


def start(sagemaker: Any, settings: Settings) -> str:
    """A run takes what is new; without a new file it says so and ends."""
    return sagemaker.start_pipeline_execution(PipelineName=settings.pipeline_name)["PipelineExecutionArn"]


def send(action: str) -> str:
    settings, configuration = read_settings(), read_configuration()
    bundle = read_bundle(configuration)
    text = definition(settings, configuration, bundle.prefix)
    if action == "show":
        return text
    session = boto3.Session(region_name=settings.region)
    sagemaker = session.client("sagemaker")
    upload(bundle, settings, session.client("s3"))
    sent = f"sent {upsert(sagemaker, settings, text)}"
    return sent if action == "upsert" else f"started {start(sagemaker, settings)}"


def write_outcome(text: str) -> None:
    """In one line, without the signs that a message could not carry."""
    OUTCOME.parent.mkdir(exist_ok=True)
    line = " ".join(text.replace('"', "'").replace("\\", "/").split())[:LONGEST]
    OUTCOME.write_text(f"{line}\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["show", "upsert", "run"], help="print it; send it; send it and start a run")
    action = parser.parse_args().action
    try:
        result = send(action)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        write_outcome(str(error))
        return 1
    print(result)
    if action != "show":
        write_outcome(result)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
