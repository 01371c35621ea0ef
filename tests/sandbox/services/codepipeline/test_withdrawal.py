"""A rejection against CodePipeline's own API: the execution that waits with the version is stopped, no other is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sandbox.services.codepipeline.codepipeline import DEVELOPMENT, Project, action, until

SEED = Path(__file__).parents[4] / "seedcode" / "model-deploy"
WITHDRAW = """
import json, sys
import boto3
from deploy.settings import Release, Traffic
from deploy.withdrawal import withdraw
arn, own, pipeline = sys.argv[1:]
release = Release("group", arn, Traffic.CANARY, "3", "4", "commit", own, pipeline)
print(json.dumps(withdraw(boto3.client("sagemaker"), boto3.client("codepipeline"), release)))
"""
EXPORTS = """version: 0.2
env:
  exported-variables: [MODEL_PACKAGE]
phases:
  build:
    commands:
      - export MODEL_PACKAGE="$MODEL"
artifacts:
  files: ["*.txt"]
"""


@pytest.fixture
def project(sandbox, tmp_path):
    """A pipeline that carries a version past a build to a person."""
    made = Project(sandbox, tmp_path)
    made.push("hello", **{"buildspec.yml": EXPORTS})
    build = made.build_stage("Prepare", "Prepared", MODEL="#{variables.Model}")
    approve = {"name": "Approve", "actions": [action("Ask", "Approval", "Manual")]}
    made.create_pipeline(build, approve, variables=[{"name": "Model", "defaultValue": "none"}])
    first = made.executions()[0]["pipelineExecutionId"]
    until(lambda: made.action("Approve").get("token"))
    made.client("codepipeline").stop_pipeline_execution(pipelineName=made.name, pipelineExecutionId=first, abandon=True)
    made.quiet()
    return made


def withdraw(project, version):
    keys = project.sandbox.root(DEVELOPMENT)
    environment = {
        "AWS_ENDPOINT_URL": project.sandbox.endpoint,
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    command = [sys.executable, "-c", WITHDRAW, version, "the-one-that-asks", project.name]
    ended = subprocess.run(command, cwd=SEED, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_the_execution_that_waits_with_a_rejected_version_is_stopped(project):
    models = project.client("sagemaker")
    models.create_model_package_group(ModelPackageGroupName=project.name)
    container = {"Image": "1.dkr.ecr.us-east-1.amazonaws.com/a:1", "ModelDataUrl": "s3://b/model.tar.gz"}
    inference = {"Containers": [container], "SupportedContentTypes": ["text/csv"]}
    inference["SupportedResponseMIMETypes"] = ["text/csv"]
    version = models.create_model_package(ModelPackageGroupName=project.name, InferenceSpecification=inference)
    arn = version["ModelPackageArn"]
    models.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
    waiting = project.start(Model=arn)
    until(lambda: project.action("Approve").get("token"))
    assert withdraw(project, arn) == []
    models.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Rejected")
    assert withdraw(project, arn) == [waiting]
    assert project.ended(waiting)["status"] == "Stopped"
