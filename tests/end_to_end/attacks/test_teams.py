"""People of one team, and colleagues with AWS's own policy for Studio, on a project of another team (finding 10)."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from scripts.errors import UnfinishedError
from scripts.launch import LaunchedProject
from scripts.rehearsal.attacks.launches import launch
from scripts.rehearsal.attacks.scene import Session, Target
from scripts.rehearsal.checkout import clone
from templates.foundations.team import TEAM_ROLES
from tests.end_to_end.attacks.conftest import Attacker, Become, target

DEVELOPMENT = "222222222222"
REFUSED = "AccessDenied|not authorized"
Attack = Callable[[Session, Target], object]


@pytest.fixture(scope="module")
def teams(published: str, sandbox: Any) -> Mapping[str, Mapping[str, str]]:
    """The roles of two teams, as a platform team deploys them."""
    stacks, template = sandbox.client("cloudformation", DEVELOPMENT), TEAM_ROLES.build().to_json()
    made: dict[str, Mapping[str, str]] = {}
    for team in ("alpha", "beta"):
        parameters = [{"ParameterKey": "Team", "ParameterValue": team}]
        stacks.create_stack(
            StackName=f"team-{team}",
            TemplateBody=template,
            Parameters=parameters,
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )
        stacks.get_waiter("stack_create_complete").wait(StackName=f"team-{team}", WaiterConfig={"Delay": 1})
        outputs = stacks.describe_stacks(StackName=f"team-{team}")["Stacks"][0]["Outputs"]
        made[team] = {item["OutputKey"]: item["OutputValue"] for item in outputs}
    return made


@pytest.fixture(scope="module")
def alpha(teams: Mapping[str, Mapping[str, str]], become: Become) -> Session:
    return become(teams["alpha"]["StudioRoleArn"])


@pytest.fixture(scope="module", params=["a person of another team", "a colleague without a team"])
def intruder(
    request: pytest.FixtureRequest,
    teams: Mapping[str, Mapping[str, str]],
    become: Become,
    person: Callable[[str], Session],
) -> Session:
    of_a_team = request.param == "a person of another team"
    return become(teams["beta"]["StudioRoleArn"]) if of_a_team else person("data-scientist")


@pytest.fixture(scope="module")
def project_of_alpha(alpha: Session, sandbox: Any) -> Target:
    chosen = {"Team": "alpha", "SageMakerProjectName": "alphas", "SageMakerProjectId": "p-alphasalphas"}
    name = str(launch(alpha, "build-train", chosen))
    catalog = sandbox.client("servicecatalog", DEVELOPMENT)
    found = catalog.get_provisioned_product_outputs(ProvisionedProductName=name)["Outputs"]
    outputs = {item["OutputKey"]: item["OutputValue"] for item in found} | {"ProvisionedProduct": name}
    return target(LaunchedProject("alphas", "p-alphasalphas", DEVELOPMENT, outputs))


FILES: dict[str, Attack] = {
    "lists the bucket": lambda by, on: by.client("s3").list_objects_v2(Bucket=on.bucket),
    "reads data": lambda by, on: by.client("s3").get_object(Bucket=on.bucket, Key="data/mine.csv"),
    "reads a model": lambda by, on: by.client("s3").get_object(Bucket=on.bucket, Key="models/1/model.tar.gz"),
    "writes data": lambda by, on: by.client("s3").put_object(Bucket=on.bucket, Key="data/forged.csv", Body=b"1"),
    "deletes data": lambda by, on: by.client("s3").delete_object(Bucket=on.bucket, Key="data/mine.csv"),
    "lists versions": lambda by, on: by.client("sagemaker").list_model_packages(ModelPackageGroupName=on.group),
    "starts the pipeline": lambda by, on: by.client("codepipeline").start_pipeline_execution(
        name=on.long_name("build")
    ),
    "updates the launch": lambda by, on: by.client("servicecatalog").update_provisioned_product(
        ProvisionedProductName=on.project.outputs["ProvisionedProduct"],
        ProvisioningParameters=[{"Key": "Team", "Value": "beta"}],
    ),
    "ends the launch": lambda by, on: by.client("servicecatalog").terminate_provisioned_product(
        ProvisionedProductName=on.project.outputs["ProvisionedProduct"]
    ),
}
"""What neither a person of another team nor a colleague without a team may do."""
CODE: dict[str, Attack] = {
    "reads the code": lambda by, on: by.client("codecommit").get_branch(
        repositoryName=on.long_name("build"), branchName="main"
    ),
    "starts a build with other commands": lambda by, on: by.client("codebuild").start_build(
        projectName=on.long_name("build"), buildspecOverride="version: 0.2"
    ),
    "runs a job with its role": lambda by, on: by.client("sagemaker").create_processing_job(
        ProcessingJobName="forged",
        RoleArn=on.role("execution"),
        AppSpecification={"ImageUri": "image", "ContainerEntrypoint": ["true"]},
        ProcessingResources={"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}},
    ),
    "changes the training": lambda by, on: by.client("sagemaker").update_pipeline(
        PipelineName=on.long_name("training"), PipelineDescription="forged"
    ),
    "tags the group": lambda by, on: by.client("sagemaker").add_tags(
        ResourceArn=on.arn(by, "sagemaker", f"model-package-group/{on.group}"), Tags=[{"Key": "a", "Value": "b"}]
    ),
    "reads the build's log": lambda by, on: by.client("logs").get_log_events(
        logGroupName=f"/aws/codebuild/{on.long_name('build')}", logStreamName="1"
    ),
}
"""What AmazonSageMakerFullAccess allows on everything named `sagemaker`; the role of a team does not."""


def test_a_team_reaches_its_own_project(alpha: Session, project_of_alpha: Target) -> None:
    storage = alpha.client("s3")
    storage.put_object(Bucket=project_of_alpha.bucket, Key="data/mine.csv", Body=b"1")
    assert storage.get_object(Bucket=project_of_alpha.bucket, Key="data/mine.csv")["Body"].read() == b"1"
    FILES["lists versions"](alpha, project_of_alpha)
    CODE["reads the code"](alpha, project_of_alpha)


@pytest.mark.parametrize("attack", FILES.values(), ids=FILES)
def test_another_team_reaches_nothing(attack: Attack, intruder: Session, project_of_alpha: Target) -> None:
    with pytest.raises(ClientError, match=REFUSED):
        attack(intruder, project_of_alpha)


@pytest.mark.parametrize("attack", CODE.values(), ids=CODE)
def test_the_role_of_a_team_runs_no_code_of_another(
    attack: Attack, teams: Mapping[str, Mapping[str, str]], become: Become, project_of_alpha: Target
) -> None:
    with pytest.raises(ClientError, match=REFUSED):
        attack(become(teams["beta"]["StudioRoleArn"]), project_of_alpha)


def test_git_refuses_another_team(
    teams: Mapping[str, Mapping[str, str]], become: Become, project_of_alpha: Target, sandbox: Any, tmp_path: Path
) -> None:
    address = project_of_alpha.project.outputs["BuildRepositoryUrl"]
    alpha, beta = [become(teams[team]["StudioRoleArn"]) for team in ("alpha", "beta")]
    assert clone(address, tmp_path / "alpha", _terminal(sandbox, alpha, tmp_path)).head()
    with pytest.raises(UnfinishedError, match="git clone"):
        clone(address, tmp_path / "beta", _terminal(sandbox, beta, tmp_path))


@pytest.mark.parametrize("who", ["alpha", "beta"])
def test_no_role_of_a_team_becomes_an_approver(
    who: str, teams: Mapping[str, Mapping[str, str]], become: Become, project_of_alpha: Target
) -> None:
    studio = become(teams[who]["StudioRoleArn"])
    for role in (
        teams["alpha"]["ApproverRoleArn"],
        f"arn:aws:iam::{DEVELOPMENT}:role/mlops-catalog/mlops-catalog-approver",
    ):
        with pytest.raises(ClientError, match=REFUSED):
            studio.assume(role, {})


@pytest.mark.parametrize("name", ["the approver of another team", "the approver of the account"])
def test_no_approver_but_the_teams_decides(
    name: str, teams: Mapping[str, Mapping[str, str]], person: Callable[[str], Session], project_of_alpha: Target
) -> None:
    of_account = f"arn:aws:iam::{DEVELOPMENT}:role/mlops-catalog/mlops-catalog-approver"
    role = teams["beta"]["ApproverRoleArn"] if "team" in name else of_account
    approver = person("development").assume(role, {}).client("sagemaker")
    with pytest.raises(ClientError, match=REFUSED):
        approver.update_model_package(ModelPackageArn=project_of_alpha.version(), ModelApprovalStatus="Approved")


def _terminal(sandbox: Any, session: Session, folder: Path) -> Mapping[str, str]:
    """The environment of a terminal whose profile has the session's keys."""
    assert isinstance(session, Attacker)
    lines = {
        "aws_access_key_id": session.credentials["AccessKeyId"],
        "aws_secret_access_key": session.credentials["SecretAccessKey"],
        "aws_session_token": session.credentials["SessionToken"],
        "region": session.region,
        "endpoint_url": sandbox.endpoint,
    }
    file = folder / "aws-config"
    file.write_text("[profile person]\n" + "".join(f"{name} = {value}\n" for name, value in lines.items()))
    return {**sandbox.terminal("person"), "AWS_CONFIG_FILE": str(file)}
