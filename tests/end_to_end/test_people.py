"""What each person can see and do through AWS's API."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

import templates
from tests.bucket_policies import without_policy
from tests.end_to_end.command_line import OFFERED

SEEDCODE = Path(__file__).resolve().parents[2] / "seedcode"


def products(sandbox, person: str) -> dict[str, str]:
    views = sandbox.client("servicecatalog", person).search_products()["ProductViewSummaries"]
    return {view["Name"]: view["ProductId"] for view in views}


def test_a_data_scientist_sees_the_products_with_their_versions(published: str, sandbox) -> None:
    seen = products(sandbox, "data-scientist")
    assert set(seen) == OFFERED
    catalog = sandbox.client("servicecatalog", "data-scientist")
    for product in [product for product in templates.PRODUCTS if product.name in OFFERED]:
        versions = catalog.describe_product(Id=seen[product.name])["ProvisioningArtifacts"]
        assert any(version["Name"].startswith(product.version) for version in versions)


def test_a_data_scientist_cannot_create_a_portfolio(published: str, sandbox) -> None:
    with pytest.raises(ClientError, match="not authorized to perform: servicecatalog:CreatePortfolio"):
        sandbox.client("servicecatalog", "data-scientist").create_portfolio(DisplayName="mine", ProviderName="me")


def test_a_data_scientist_cannot_launch_what_is_not_shared(published: str, sandbox) -> None:
    hub = sandbox.client("servicecatalog", "hub")
    shared = products(sandbox, "data-scientist")["build-train"]
    artifact = hub.list_provisioning_artifacts(ProductId=shared)["ProvisioningArtifactDetails"][0]
    info = hub.describe_provisioning_artifact(ProductId=shared, ProvisioningArtifactId=artifact["Id"], Verbose=True)
    secret = hub.create_product(
        Name="secret",
        Owner="hub",
        ProductType="CLOUD_FORMATION_TEMPLATE",
        ProvisioningArtifactParameters={"Info": {"LoadTemplateFromURL": next(iter(info["Info"].values()))}},
    )
    try:
        with pytest.raises(ClientError) as caught:
            sandbox.client("sagemaker", "data-scientist").create_project(
                ProjectName="secret",
                ServiceCatalogProvisioningDetails={
                    "ProductId": secret["ProductViewDetail"]["ProductViewSummary"]["ProductId"],
                    "ProvisioningArtifactId": secret["ProvisioningArtifactDetail"]["Id"],
                },
            )
        assert "not" in str(caught.value).lower()
    finally:
        hub.delete_product(Id=secret["ProductViewDetail"]["ProductViewSummary"]["ProductId"])


def test_an_account_outside_the_organisation_sees_nothing(published: str, sandbox) -> None:
    assert products(sandbox, "outsider") == {}
    catalog = sandbox.client("servicecatalog", "outsider")
    shares = catalog.list_accepted_portfolio_shares(PortfolioShareType="AWS_ORGANIZATIONS")
    assert shares["PortfolioDetails"] == []


def test_the_stack_is_in_the_spoke_and_not_in_the_hub(project: dict[str, Any], sandbox) -> None:
    def stacks(person: str) -> set[str]:
        found = sandbox.client("cloudformation", person).list_stacks()["StackSummaries"]
        return {stack["StackName"] for stack in found if stack["StackName"].startswith("SC-")}

    assert any("222222222222" in name for name in stacks("development"))
    assert stacks("hub") == set()


def test_cloning_the_printed_address_gives_the_seed(project: dict[str, Any], sandbox, tmp_path: Path) -> None:
    for output, seed in (("BuildRepositoryUrl", "weather"), ("DeployRepositoryUrl", "model-deploy")):
        address = project["outputs"][output]
        assert address in project["printed"].replace("\n", "")
        include = f"include.path={sandbox.state / 'gitconfig'}"
        subprocess.run(["git", "clone", "-q", "-c", include, address, str(tmp_path / seed)], check=True)
        cloned = {
            path.relative_to(tmp_path / seed) for path in (tmp_path / seed).rglob("*") if ".git" not in path.parts
        }
        assert Path("README.md") in cloned
        for name in (path for path in cloned if (tmp_path / seed / path).is_file()):
            assert (tmp_path / seed / name).read_bytes() == (SEEDCODE / seed / name).read_bytes()


def test_a_pushed_commit_arrives(project: dict[str, Any], sandbox, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    address, include = project["outputs"]["BuildRepositoryUrl"], f"include.path={sandbox.state / 'gitconfig'}"
    subprocess.run(["git", "clone", "-q", "-c", include, address, str(clone)], check=True)
    (clone / "NOTES.md").write_text("a thought\n")
    author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    for command in (["add", "."], [*author, "commit", "-qm", "Add a thought"], ["push", "-q"]):
        subprocess.run(["git", "-C", str(clone), *command], check=True)
    head = subprocess.run(["git", "-C", str(clone), "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
    repository = project["outputs"]["BuildRepositoryUrl"].rsplit("/", 1)[-1]
    branch = sandbox.client("codecommit", "development").get_branch(repositoryName=repository, branchName="main")
    assert branch["branch"]["commitId"] == head.stdout.strip()


def test_a_data_scientist_puts_data_and_changes_nothing_else(project: dict[str, Any], sandbox) -> None:
    storage, bucket = sandbox.client("s3", "data-scientist"), project["outputs"]["Bucket"]
    storage.put_object(Bucket=bucket, Key="data/mine.csv", Body=b"a,b\n1,2\n")
    assert storage.get_object(Bucket=bucket, Key="data/mine.csv")["Body"].read() == b"a,b\n1,2\n"
    storage.delete_object(Bucket=bucket, Key="data/mine.csv")
    changed = ("models/1/model.tar.gz", "releases/1/model.tar.gz", "executions/1/evaluation/evaluation.json")
    for key in (*changed, "code/1/train.py", "sagemaker-Everything/Prepared/1", "endpoints/1"):
        with pytest.raises(ClientError, match="explicit deny"):
            storage.put_object(Bucket=bucket, Key=key, Body=b"mine")
        with pytest.raises(ClientError, match="explicit deny"):
            storage.delete_object(Bucket=bucket, Key=key)


def test_the_approver_opens_the_report_and_not_the_model(project: dict[str, Any], sandbox) -> None:
    # No person can assume the role of a training; the sandbox's account root stands for it.
    writes, bucket = sandbox.client("s3", "development"), project["outputs"]["Bucket"]
    approver = sandbox.client("s3", "approver")
    with without_policy(writes, bucket):
        for key in ("executions/1/evaluation/report.html", "models/1/model.tar.gz"):
            writes.put_object(Bucket=bucket, Key=key, Body=b"<html>")
    opened = approver.get_object(Bucket=bucket, Key="executions/1/evaluation/report.html")
    assert opened["Body"].read() == b"<html>"
    with pytest.raises(ClientError, match="s3:GetObject"):
        approver.get_object(Bucket=bucket, Key="models/1/model.tar.gz")


def test_the_team_confirms_its_address_once_for_all_projects(project: dict[str, Any], sandbox) -> None:
    topics, topic = sandbox.client("sns", "development"), project["outputs"]["TopicArn"]
    assert topic.endswith(":mlops-catalog-notifications")
    (subscription,) = topics.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert (subscription["Protocol"], subscription["SubscriptionArn"]) == ("email", "PendingConfirmation")


def test_a_launch_role_that_lacks_one_right_fails_the_launch_with_its_name(
    published: str, sandbox, command_line
) -> None:
    iam = sandbox.client("iam", "development")
    role = "mlops-catalog-launch"
    kept = {
        name: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]
    }
    without = {"Effect": "Deny", "Action": "sagemaker:CreateModelPackageGroup", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [without]})
    iam.put_role_policy(RoleName=role, PolicyName="taken-away", PolicyDocument=document)
    try:
        done = command_line("data-scientist", "launch", "build-train", "lacking")
    finally:
        iam.delete_role_policy(RoleName=role, PolicyName="taken-away")
        sandbox.client("sagemaker", "data-scientist").delete_project(ProjectName="lacking")
    assert done.returncode == 3
    assert "sagemaker:CreateModelPackageGroup" in done.stderr
    assert set(iam.list_role_policies(RoleName=role)["PolicyNames"]) == set(kept)


def test_every_way_to_start_a_training_can_be_launched(published: str, command_line, sandbox) -> None:
    chosen = ("-p", "Example=census", "-p", "Schedule=rate(7 days)", "-p", "TrainOnNewData=yes")
    done = command_line("data-scientist", "launch", "build-train", "scheduled", *chosen)
    assert done.returncode == 0, done.stderr
    schedules = sandbox.client("scheduler", "development").list_schedules()["Schedules"]
    assert len(schedules) == 1


def test_answers_that_cannot_work_together_are_refused_with_the_reason(published: str, command_line, sandbox) -> None:
    done = command_line("data-scientist", "launch", "build-train", "imageless", "-p", "Example=abalone")
    assert done.returncode == 3
    assert "The abalone example needs TrainingImage" in done.stderr


def test_a_group_of_no_project_is_refused_with_the_parameter_that_is_missing(published: str, command_line) -> None:
    done = command_line("data-scientist", "launch", "deploy", "groupless", "-p", "ModelPackageGroupName=nobodys")
    assert done.returncode == 3
    assert "/mlops-catalog-models/nobodys/" in done.stderr


def test_models_of_another_project_can_be_deployed(project: dict[str, Any], command_line, sandbox) -> None:
    group = project["outputs"]["ModelPackageGroupName"]
    done = command_line("data-scientist", "launch", "deploy", "takes", "-p", f"ModelPackageGroupName={group}")
    assert done.returncode == 0, done.stderr
    iam = sandbox.client("iam", "development")
    names = [role["RoleName"] for role in iam.list_roles(PathPrefix="/mlops-catalog/")["Roles"]]
    (prepare,) = [name for name in names if name.endswith("-prepare") and project["ProjectId"] not in name]
    policy = iam.get_role_policy(RoleName=prepare, PolicyName="grants")["PolicyDocument"]
    bucket = f"arn:aws:s3:::{project['outputs']['Bucket']}"
    readable = {resource for statement in policy["Statement"] for resource in statement["Resource"]}
    assert {one for one in readable if one.startswith(bucket)} == {
        f"{bucket}/models/*",
        f"{bucket}/executions/*/evaluation/*",
    }


def test_a_name_that_is_taken_is_refused_with_sagemakers_words(project: dict[str, Any], command_line) -> None:
    done = command_line("data-scientist", "launch", "build-train", "Everything-1")
    assert done.returncode == 2
    assert "Everything-1" in done.stderr


def test_a_launch_without_a_portfolio_is_refused_with_whom_to_ask(published: str, command_line, sandbox) -> None:
    done = command_line("outsider", "launch", "build-train", "demo")
    assert done.returncode == 2
    assert "ask the platform team" in done.stderr
