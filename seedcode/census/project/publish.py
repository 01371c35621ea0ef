"""Sends the pipeline to SageMaker: uploads the code, writes and checks the definition, upserts it once, starts it.

It is started for certain data, and not if these data were learnt from by this code before. It compares the model with
what production runs at this moment.
"""

import argparse
import hashlib
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from pipeline import definition
from project.champion import Champion, find, keep
from project.code_bundle import CodeBundle, read_bundle, upload
from project.data import stored_digest
from project.definition_check import check
from project.earlier import Origin, reason_not_to_start
from project.settings import Settings, read_settings

OUTCOME = Path("build/outcome.txt")  # what `make outcome` shows


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
        if error.response["Error"]["Code"] != "ResourceNotFound":
            raise
    tags = [{"Key": key, "Value": value} for key, value in settings.tags.items()]
    return sagemaker.create_pipeline(**request, Tags=tags)["PipelineArn"]


def start(sagemaker: Any, settings: Settings, origin: Origin, further: Mapping[str, str]) -> str:
    """Start an execution for these data, code and further parameters, unless it would add nothing; say which."""
    if reason := reason_not_to_start(sagemaker, settings, origin):
        return f"not started: {reason}"
    values = {**further, **origin.parameters}
    execution = sagemaker.start_pipeline_execution(
        PipelineName=settings.pipeline_name,
        PipelineExecutionDisplayName=origin.execution_name,
        PipelineParameters=[{"Name": name, "Value": value} for name, value in values.items()],
    )
    return f"started {execution['PipelineExecutionArn']} for the data {origin.data[:12]}"


def commit(environment: Mapping[str, str] = os.environ) -> str:
    """The commit that is built: every CI has its own name for it, and CodeBuild's cannot be chosen."""
    return environment.get("SOURCE_COMMIT") or environment.get("CODEBUILD_RESOLVED_SOURCE_VERSION") or "none"


def code_digest(text: str, champion: str) -> str:
    """The definition names the steps by their content, the images and every default, so its digest identifies them.

    What the model is compared with is a default too, and changes nothing about what is learnt.
    """
    return hashlib.sha256(text.replace(champion, "").encode()).hexdigest()


def write_outcome(outcome: str) -> None:
    OUTCOME.parent.mkdir(exist_ok=True)
    OUTCOME.write_text(f"{outcome}\n", encoding="utf-8")


def send(settings: Settings, action: str) -> None:
    """Run the action with a definition that has been checked."""
    bundle = read_bundle()
    if action == "show":
        print(checked(settings, bundle, Champion().uri(settings.bucket)))
        return
    session = boto3.Session(region_name=settings.region)
    sagemaker, s3 = session.client("sagemaker"), session.client("s3")
    champion = find(sagemaker, session.client("codepipeline"), settings)
    place = keep(champion, settings, s3)
    print(f"champion   {champion.text}")
    text = checked(settings, bundle, place)
    upload(bundle, settings, s3)
    print(f"pipeline   {upsert(sagemaker, settings, text)}")
    if action == "run":
        origin = Origin(stored_digest(settings.data_uri), code_digest(text, place))
        outcome = start(sagemaker, settings, origin, {"SourceCommit": commit(), "ChampionUri": place})
        print(f"execution  {outcome}")
        write_outcome(outcome)


def checked(settings: Settings, bundle: CodeBundle, champion: str) -> str:
    """The definition, which SageMaker would accept."""
    text = definition(settings, bundle.uri(settings.bucket), champion)
    check(text)
    return text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "action", choices=["show", "upsert", "run"], help="print the definition; send it; send and start it"
    )
    action = parser.parse_args().action
    logging.getLogger("sagemaker").setLevel(logging.ERROR)
    try:
        send(read_settings(), action)
    except (ValueError, FileNotFoundError) as error:
        print(f"error: {error}", file=sys.stderr)
        write_outcome(str(error))
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
