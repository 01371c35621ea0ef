"""A rejection that comes too late to stop the execution at the gate, as the rehearsals do: it goes no further."""

import json

import pytest

from tests.sandbox.services.codepipeline.codepipeline import PipelineProject, action, until
from tests.sandbox.services.codepipeline.released import (
    DIGEST,
    MODEL,
    approved_version,
    create_build,
    outcome,
    store_archive,
)

PREPARES = """version: 0.2
phases:
  build:
    commands:
      - echo "$PREPARED" > production.json
artifacts:
  files: ["production.json"]
"""


@pytest.fixture
def waiting(sandbox, tmp_path):
    """A pipeline whose first execution carries an approved version past a build to a person; that version."""
    made = PipelineProject(sandbox, tmp_path)
    store_archive(made)
    version = approved_version(made)
    made.client("s3").put_object(Bucket=made.name, Key=f"releases/{DIGEST}/model.tar.gz", Body=MODEL)
    made.push("hello", **{"buildspec.yml": PREPARES})
    prepared = {"Parameters": {"ModelPackageArn": version, "ModelDigest": DIGEST}}
    build = made.build_stage("Prepare", "Prepare", PREPARED=json.dumps(prepared))
    build["actions"][0]["outputArtifacts"] = [{"name": "Prepared"}]
    ask = {"name": "Approve", "actions": [action("Ask", "Approval", "Manual")]}
    made.create_pipeline(ask, production_stage(made), build=build)
    until(lambda: made.latest_run("Approve").get("token"))
    return made, version


def decide(project, version, status):
    project.client("sagemaker").update_model_package(ModelPackageArn=version, ModelApprovalStatus=status)


def production_stage(project):
    """The build that confirms, with the product's own instructions, and something that would come after it."""
    configuration = {"ProjectName": create_build(project, "confirm")}
    confirm = action("Confirm", "Build", "CodeBuild", configuration=configuration, runOrder=1)
    confirm["inputArtifacts"] = [{"name": "Prepared"}]
    return {"name": "Production", "actions": [confirm, action("Deploy", "Approval", "Manual", runOrder=2)]}


def answer(project):
    """The person at the gate approves."""
    project.client("codepipeline").put_approval_result(
        pipelineName=project.name,
        stageName="Approve",
        actionName="Ask",
        result={"status": "Approved", "summary": "not aware of what happened meanwhile"},
        token=project.latest_run("Approve")["token"],
    )


def test_a_version_that_was_rejected_before_the_answer_at_the_gate_goes_no_further(waiting):
    project, version = waiting
    decide(project, version, "Rejected")
    answer(project)
    project.wait_until_idle()
    assert project.executions()[0]["status"] == "Failed"
    assert "is Rejected by now: it does not go to production" in outcome(project, "Production")
    assert project.latest_run("Production", 1) == {}


def test_a_copy_that_was_replaced_before_the_answer_at_the_gate_goes_no_further(waiting):
    project, _ = waiting
    project.client("s3").put_object(Bucket=project.name, Key=f"releases/{DIGEST}/model.tar.gz", Body=b"another")
    answer(project)
    project.wait_until_idle()
    assert "is not the file that its name says" in outcome(project, "Production")
    assert project.latest_run("Production", 1) == {}


def test_an_approved_version_with_its_copy_passes(waiting):
    project, _ = waiting
    answer(project)
    until(lambda: project.latest_run("Production", 1).get("token"))
    assert outcome(project, "Production") == "confirm production: good"
