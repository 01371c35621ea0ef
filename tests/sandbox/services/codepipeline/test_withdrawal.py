"""A rejection that comes too late to stop the execution at the gate, as the rehearsals do: it goes no further."""

import json
import shutil
from pathlib import Path

import pytest

from templates.blocks import buildspecs
from tests.sandbox.services.codepipeline.codepipeline import PERMISSIONS, PipelineProject, action, until

SEED = Path(__file__).parents[4] / "seedcode" / "model-deploy"
PREPARES = """version: 0.2
phases:
  build:
    commands:
      - echo "{\\"Parameters\\":{\\"ModelPackageArn\\":\\"$MODEL\\"}}" > production.json
artifacts:
  files: ["*.json"]
"""


@pytest.fixture
def waiting(sandbox, tmp_path):
    """A pipeline whose first execution carries an approved version past a build to a person; that version."""
    made = PipelineProject(sandbox, tmp_path)
    version = approved_version(made)
    for name in ("deploy", "contract"):
        shutil.copytree(SEED / name, made.checkout / name)
    made.push("hello", **{"buildspec.yml": PREPARES, "requirements.lock": (SEED / "requirements.lock").read_text()})
    build = made.build_stage("Prepare", "Prepare", MODEL="#{variables.Model}")
    build["actions"][0]["outputArtifacts"] = [{"name": "Prepared"}]
    ask = {"name": "Approve", "actions": [action("Ask", "Approval", "Manual")]}
    variables = [{"name": "Model", "defaultValue": version}]
    made.create_pipeline(ask, production_stage(made), build=build, variables=variables)
    until(lambda: made.latest_run("Approve").get("token"))
    return made, version


def approved_version(project):
    models = project.client("sagemaker")
    models.create_model_package_group(ModelPackageGroupName=project.name)
    container = {"Image": "1.dkr.ecr.us-east-1.amazonaws.com/a:1", "ModelDataUrl": "s3://b/model.tar.gz"}
    inference = {"Containers": [container], "SupportedContentTypes": ["text/csv"]}
    inference["SupportedResponseMIMETypes"] = ["text/csv"]
    version = models.create_model_package(ModelPackageGroupName=project.name, InferenceSpecification=inference)
    decide(project, version["ModelPackageArn"], "Approved")
    return version["ModelPackageArn"]


def decide(project, version, status):
    project.client("sagemaker").update_model_package(ModelPackageArn=version, ModelApprovalStatus=status)


def production_stage(project):
    """The build that confirms, with the product's own instructions, and something that would come after it."""
    name = f"{project.name}-test"
    project.client("codebuild").create_project(
        name=name,
        source={"type": "CODEPIPELINE", "buildspec": buildspecs.TEST},
        artifacts={"type": "CODEPIPELINE"},
        environment={
            "type": "LINUX_CONTAINER",
            "computeType": "BUILD_GENERAL1_SMALL",
            "image": "aws/codebuild/standard:8.0",
        },
        serviceRole=project.create_role("test", "codebuild", [*PERMISSIONS["build"], "sagemaker:DescribeModelPackage"]),
    )
    variables = [{"name": "ACTION", "value": "confirm"}, {"name": "STAGE", "value": "production"}]
    configuration = {"ProjectName": name, "PrimarySource": "Code", "EnvironmentVariables": json.dumps(variables)}
    confirm = action("Confirm", "Build", "CodeBuild", configuration=configuration, runOrder=1)
    confirm["inputArtifacts"] = [{"name": "Code"}, {"name": "Prepared"}]
    return {"name": "Production", "actions": [confirm, action("Deploy", "Approval", "Manual", runOrder=2)]}


def test_a_version_that_was_rejected_before_the_answer_at_the_gate_goes_no_further(waiting):
    project, version = waiting
    decide(project, version, "Rejected")
    project.client("codepipeline").put_approval_result(
        pipelineName=project.name,
        stageName="Approve",
        actionName="Ask",
        result={"status": "Approved", "summary": "not aware of the rejection"},
        token=project.latest_run("Approve")["token"],
    )
    project.wait_until_idle()
    assert project.executions()[0]["status"] == "Failed"
    build = project.client("codebuild").batch_get_builds(ids=[project.latest_run("Production")["externalExecutionId"]])
    outcome = {variable["name"]: variable["value"] for variable in build["builds"][0]["exportedEnvironmentVariables"]}[
        "OUTCOME"
    ]
    assert "is Rejected by now: it does not go to production" in outcome
    assert project.latest_run("Production", 1) == {}
