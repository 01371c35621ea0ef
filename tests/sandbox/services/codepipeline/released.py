"""The catalog's builds in the sandbox, with their own instructions: release code, a model and where it is copied to."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from scripts.releases.archives import SeedArchive, seed_archive
from templates.blocks import buildspecs
from tests.sandbox.services.codepipeline.codepipeline import PERMISSIONS, PipelineProject

ROOT = Path(__file__).parents[4]
MODEL = b"a model"
DIGEST = hashlib.sha256(MODEL).hexdigest()
STAGE = {"ENDPOINT": "e", "EXECUTION_ROLE_ARN": "arn:aws:iam::3:role/e", "SUBNETS": "none", "SECURITY_GROUPS": "none"}


@cache
def archive() -> SeedArchive:
    return seed_archive(ROOT, "release")


def store_archive(project: PipelineProject, content: bytes | None = None) -> None:
    """The release code in a bucket, under the key that the builds' instructions have."""
    project.client("s3").put_object(Bucket=project.name, Key=archive().key, Body=content or archive().content)


def approved_version(project: PipelineProject, model: bytes = MODEL) -> str:
    """A version whose registered digest is that of MODEL, whatever its file is."""
    models = project.client("sagemaker")
    project.client("s3").put_object(Bucket=project.name, Key="models/1/model.tar.gz", Body=model)
    models.create_model_package_group(ModelPackageGroupName=project.name)
    container = {"Image": "1.dkr.ecr.us-east-1.amazonaws.com/a:1"}
    container["ModelDataUrl"] = f"s3://{project.name}/models/1/model.tar.gz"
    inference = {"Containers": [container], "SupportedContentTypes": ["text/csv"]}
    inference["SupportedResponseMIMETypes"] = ["text/csv"]
    version = models.create_model_package(
        ModelPackageGroupName=project.name,
        InferenceSpecification=inference,
        CustomerMetadataProperties={"model_sha256": DIGEST},
    )["ModelPackageArn"]
    models.update_model_package(ModelPackageArn=version, ModelApprovalStatus="Approved")
    return version


def create_build(project: PipelineProject, part: str) -> str:
    """The product's build `prepare` or `confirm`; its name."""
    instructions = {"prepare": buildspecs.prepare, "confirm": buildspecs.confirm}[part](archive().key)
    actions = [*PERMISSIONS["build"], "sagemaker:*", "codepipeline:*"]
    name = f"{project.name}-{part}"
    project.client("codebuild").create_project(
        name=name,
        source={"type": "CODEPIPELINE", "buildspec": instructions},
        artifacts={"type": "CODEPIPELINE"},
        environment={
            "type": "LINUX_CONTAINER",
            "computeType": "BUILD_GENERAL1_SMALL",
            "image": "aws/codebuild/standard:8.0",
            "environmentVariables": [{"name": key, "value": value} for key, value in _variables(project).items()],
        },
        serviceRole=project.create_role(part, "codebuild", actions),
    )
    return name


def _variables(project: PipelineProject) -> dict[str, str]:
    key = project.client("kms").create_key()["KeyMetadata"]["Arn"]
    stages = {
        f"{stage}_{name}": value
        for stage in ("STAGING", "PRODUCTION")
        for name, value in (STAGE | {"PLACE": f"s3://{project.name}/endpoints/{stage.lower()}"}).items()
    }
    return stages | {
        "SAGEMAKER_PROJECT_NAME": "demo",
        "SAGEMAKER_PROJECT_ID": "p-abc123def456",
        "ASSET_BUCKET": project.name,
        "ARTIFACT_BUCKET": project.name,
        "KMS_KEY_ARN": key,
        "ENDPOINT_TYPE": "real-time",
        "TRAFFIC": "canary",
        "CONSOLE": "https://us-east-1.console.aws.amazon.com",
        "MODEL_PACKAGE_GROUP_NAME": project.name,
        "MODELS_PROJECT": "p-abc123def456",
        "MODELS_BUCKET": project.name,
        "PIPELINE_NAME": project.name,
    }


def build_of(project: PipelineProject, stage: str) -> dict[str, Any]:
    """The newest build of the first action of a stage."""
    identifier = project.latest_run(stage)["externalExecutionId"]
    return project.client("codebuild").batch_get_builds(ids=[identifier])["builds"][0]


def outcome(project: PipelineProject, stage: str) -> str:
    exported = {one["name"]: one["value"] for one in build_of(project, stage)["exportedEnvironmentVariables"]}
    return exported.get("OUTCOME", "")


def golden() -> str:
    request = {"name": "one", "body": "1,2", "content_type": "text/csv", "accept": "text/csv"}
    return json.dumps({"requests": [request]})
