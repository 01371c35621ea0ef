"""Sends the pipeline to SageMaker: uploads the code, writes and checks the definition, upserts it once, starts it."""

import argparse
import logging
import os
import sys
from collections.abc import Mapping

import boto3
from botocore.exceptions import ClientError

from code_bundle import read_bundle, upload
from definition_check import check
from pipeline import definition
from settings import Settings, read_settings


def upsert(sagemaker, settings: Settings, text: str) -> str:
    """Create the pipeline or give it this definition; return its ARN."""
    request = {
        "PipelineName": settings.pipeline_name,
        "PipelineDefinition": text,
        "RoleArn": settings.role_arn,
    }
    try:
        return sagemaker.update_pipeline(**request)["PipelineArn"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFound":
            raise
    tags = [{"Key": key, "Value": value} for key, value in settings.tags.items()]
    return sagemaker.create_pipeline(**request, Tags=tags)["PipelineArn"]


def start(sagemaker, settings: Settings, source: str) -> str:
    """Start an execution that records the commit it comes from."""
    return sagemaker.start_pipeline_execution(
        PipelineName=settings.pipeline_name,
        PipelineParameters=[{"Name": "SourceCommit", "Value": source}],
    )["PipelineExecutionArn"]


def commit(environment: Mapping[str, str] = os.environ) -> str:
    """The commit that is built: every CI has its own name for it, and CodeBuild's cannot be chosen."""
    return environment.get("SOURCE_COMMIT") or environment.get("CODEBUILD_RESOLVED_SOURCE_VERSION") or "none"


def send(settings: Settings, action: str) -> None:
    """Do what the action says with a definition that has been checked."""
    bundle = read_bundle()
    text = definition(settings, bundle.uri(settings.bucket))
    check(text)
    if action == "show":
        print(text)
        return
    session = boto3.Session(region_name=settings.region)
    upload(bundle, settings, session.client("s3"))
    sagemaker = session.client("sagemaker")
    print(f"pipeline   {upsert(sagemaker, settings, text)}")
    if action == "run":
        print(f"execution  {start(sagemaker, settings, commit())}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "action", choices=["show", "upsert", "run"], help="print the definition; send it; send and start it"
    )
    action = parser.parse_args().action
    logging.getLogger("sagemaker").setLevel(logging.ERROR)
    try:
        send(read_settings(), action)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
