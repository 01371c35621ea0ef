"""Two teams in one account: each works on its own project and reaches nothing of the other's."""

from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from templates.foundations.team import TEAM_ROLES
from tests.end_to_end.person import ROLES, Person
from tests.sandbox.services.codepipeline.codepipeline import until

PENDING = "PendingManualApproval"


@pytest.fixture(scope="module")
def teams(published: str, sandbox: Any) -> dict[str, Person]:
    """The foundation of both teams, deployed by the platform team."""
    stacks = sandbox.client("cloudformation", "development")
    for team in ("vision", "speech"):
        stacks.create_stack(
            StackName=f"team-{team}",
            TemplateBody=TEAM_ROLES.render(),
            Parameters=[{"ParameterKey": "Team", "ParameterValue": team}],
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )
        stacks.get_waiter("stack_create_complete").wait(StackName=f"team-{team}", WaiterConfig={"Delay": 1})
    studio = {
        team: Person(sandbox, f"service-role/AmazonSageMaker-ExecutionRole-team-{team}")
        for team in ("vision", "speech")
    }
    approvers = {
        f"approver-{team}": Person(sandbox, f"mlops-catalog/mlops-catalog-approver-{team}")
        for team in ("vision", "speech")
    }
    return studio | approvers


@pytest.fixture(scope="module")
def outputs(published: str, sandbox: Any, command_line: Any) -> dict[str, str]:
    """A project of the team vision."""
    done = command_line("data-scientist", "launch", "build-train", "seeing", "-p", "Team=vision")
    assert done.returncode == 0, done.stdout + done.stderr
    described = sandbox.client("sagemaker", "development").describe_project(ProjectName="seeing")
    stacks = sandbox.client("cloudformation", "development").describe_stacks()["Stacks"]
    (stack,) = [
        one for one in stacks if {"Key": "sagemaker:project-id", "Value": described["ProjectId"]} in one["Tags"]
    ]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def is_refused(call: Any, **arguments: Any) -> bool:
    try:
        call(**arguments)
    except ClientError as error:
        return "AccessDenied" in error.response["Error"]["Code"]
    return False


def test_each_team_clones_its_own_repository(teams, outputs, tmp_path: Path) -> None:
    assert teams["vision"].clone(outputs["BuildRepositoryUrl"], tmp_path / "own") == 0
    assert teams["speech"].clone(outputs["BuildRepositoryUrl"], tmp_path / "other") != 0


def test_data_is_put_by_the_own_team_alone(teams, outputs, sandbox) -> None:
    place = {"Bucket": outputs["Bucket"], "Key": "data/mine.csv"}
    teams["vision"].client("s3").put_object(**place, Body=b"a,b\n1,2\n")
    assert teams["vision"].client("s3").get_object(**place)["Body"].read() == b"a,b\n1,2\n"
    for other in (teams["speech"].client("s3"), sandbox.client("s3", "data-scientist")):
        assert is_refused(other.get_object, **place)
        assert is_refused(other.put_object, **place, Body=b"worse")
    own = teams["vision"].client("s3")
    assert is_refused(own.put_object, **place, Body=b"worse", ServerSideEncryption="AES256")
    assert is_refused(own.put_object, Bucket=outputs["Bucket"], Key="code/1/train.py", Body=b"worse")


def test_the_build_pipeline_is_started_by_the_own_team_alone(teams, outputs) -> None:
    name = outputs["BuildPipelineName"]
    teams["vision"].client("codepipeline").start_pipeline_execution(name=name)
    assert is_refused(teams["speech"].client("codepipeline").start_pipeline_execution, name=name)
    assert is_refused(teams["speech"].client("codepipeline").get_pipeline_state, name=name)


def test_the_own_teams_approver_decides_and_nobody_takes_that_away(teams, outputs, sandbox) -> None:
    group = outputs["ModelPackageGroupName"]
    jobs = Person(sandbox, f"mlops-catalog/{outputs['ExecutionRoleArn'].rpartition('/')[2]}").client("sagemaker")
    made = jobs.create_model_package(ModelPackageGroupName=group, ModelApprovalStatus=PENDING)["ModelPackageArn"]
    decision = {"ModelPackageArn": made, "ModelApprovalStatus": "Approved"}
    studio, scientist = teams["vision"].client("sagemaker"), sandbox.client("sagemaker", "data-scientist")
    for other in (
        jobs,
        studio,
        scientist,
        *(teams[name].client("sagemaker") for name in ("speech", "approver-speech")),
    ):
        assert is_refused(other.update_model_package, **decision)
        assert is_refused(
            other.update_model_package, ModelPackageArn=made, CustomerMetadataProperties={"model_sha256": "0"}
        )
        assert is_refused(other.delete_model_package, ModelPackageName=made)
        assert is_refused(other.delete_model_package_group_policy, ModelPackageGroupName=group)
        assert is_refused(other.put_model_package_group_policy, ModelPackageGroupName=group, ResourcePolicy="{}")
    for author in (jobs, scientist):
        assert is_refused(author.create_model_package, ModelPackageGroupName=group, ModelApprovalStatus="Approved")
        assert is_refused(author.create_model_package, ModelPackageGroupName=group, SourceUri=made)
    teams["approver-vision"].client("sagemaker").update_model_package(**decision)
    assert studio.describe_model_package(ModelPackageName=made)["ModelApprovalStatus"] == "Approved"
    assert is_refused(teams["speech"].client("sagemaker").describe_model_package, ModelPackageName=made)


def test_a_team_hands_on_no_role_of_a_project(teams, outputs) -> None:
    studio, role = teams["vision"].client("sagemaker"), outputs["ExecutionRoleArn"]
    cluster = {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}
    job = {
        "ProcessingJobName": "mine",
        "RoleArn": role,
        "AppSpecification": {
            "ImageUri": "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.4-2-cpu-py3"
        },
        "ProcessingResources": {"ClusterConfig": cluster},
    }
    assert is_refused(studio.create_processing_job, **job)
    assert is_refused(teams["vision"].client("sts").assume_role, RoleArn=role, RoleSessionName="mine")
    approver = f"{ROLES}/mlops-catalog/mlops-catalog-approver-vision"
    assert is_refused(teams["vision"].client("sts").assume_role, RoleArn=approver, RoleSessionName="mine")


def test_a_team_launches_and_ends_its_own_projects(teams, sandbox) -> None:
    studio = teams["vision"].client("servicecatalog")
    products = {view["Name"]: view["ProductId"] for view in studio.search_products()["ProductViewSummaries"]}
    version = studio.describe_product(Id=products["build-train"])["ProvisioningArtifacts"][-1]["Id"]
    maker = teams["vision"].client("sagemaker")
    maker.create_project(
        ProjectName="briefly",
        ServiceCatalogProvisioningDetails={
            "ProductId": products["build-train"],
            "ProvisioningArtifactId": version,
            "ProvisioningParameters": [{"Key": "Team", "Value": "vision"}],
        },
    )
    until(lambda: maker.describe_project(ProjectName="briefly")["ProjectStatus"] == "CreateCompleted", 60)
    stopped = teams["speech"].client("sagemaker")
    with pytest.raises(ClientError):
        stopped.delete_project(ProjectName="briefly")
    maker.delete_project(ProjectName="briefly")
