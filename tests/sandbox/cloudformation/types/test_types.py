"""Every resource type of the sandbox is created, read back through AWS's own API, changed and deleted."""

import io
import json
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.private_networks import make_network
from tests.sandbox.services.sagemaker.sagemaker import INFERENCE, archive

TEMPLATE = json.loads(Path(__file__).with_name("every_type.json").read_text())


@pytest.fixture(scope="module")
def template(sandbox: Any) -> dict[str, Any]:
    """The template with a network that the account has."""
    text = json.dumps(TEMPLATE)
    for placeholder, identifier in zip(("vpc-1", "s-1", "sg-1"), make_network(sandbox.client("ec2")), strict=True):
        text = text.replace(f'"{placeholder}"', f'"{identifier}"')
    return json.loads(text)


@pytest.fixture(scope="module")
def resources(sandbox: Any, template: dict[str, Any]) -> dict[str, str]:
    """Logical id to physical id of a stack with one resource of every type."""
    storage = sandbox.client("s3")
    storage.create_bucket(Bucket="seeds")
    storage.put_object(Bucket="seeds", Key="seeds/w.zip", Body=_archive())
    model = archive({"number": "7", "code/inference.py": INFERENCE})
    storage.put_object(Bucket="seeds", Key="model.tar.gz", Body=model)
    for key in ("t/1.json", "t/2.json"):
        template_body = json.dumps({"Resources": {f"Topic{key[2]}": {"Type": "AWS::SNS::Topic"}}})
        storage.put_object(Bucket="seeds", Key=key, Body=template_body)
    stack = sandbox.deploy("every-type", template, Tags=[{"Key": "team", "Value": "weather"}])
    assert stack["StackStatus"] == "CREATE_COMPLETE", sandbox.failures("every-type")
    found = sandbox.client("cloudformation").describe_stack_resources(StackName="every-type")["StackResources"]
    return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in found}


def _archive() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("README.md", "a seed")
    return content.getvalue()


def test_every_claimed_type_is_in_the_template(sandbox: Any) -> None:
    with urllib.request.urlopen(f"{sandbox.endpoint}/_sandbox/coverage") as answer:  # noqa: S310
        claimed = json.load(answer)["types"]
    used = {resource["Type"] for resource in TEMPLATE["Resources"].values()}
    assert set(claimed) == {name for name in used if not name.startswith("Custom::")}


@pytest.mark.usefixtures("resources")
def test_a_dashboard_has_the_widgets_that_the_template_gave(sandbox: Any) -> None:
    found = sandbox.client("cloudwatch").get_dashboard(DashboardName="sagemaker-d")
    assert json.loads(found["DashboardBody"]) == {"widgets": []}


@pytest.mark.usefixtures("resources")
def test_a_bucket_has_what_the_template_asked_for(sandbox: Any) -> None:
    storage = sandbox.client("s3")
    rule = storage.get_bucket_lifecycle_configuration(Bucket="bucket-x")["Rules"][0]
    encryption = storage.get_bucket_encryption(Bucket="bucket-x")["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert rule["Expiration"] == {"Days": 90}
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}
    assert encryption["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert storage.get_bucket_logging(Bucket="bucket-x")["LoggingEnabled"]["TargetBucket"] == "access-logs-x"
    assert storage.get_bucket_tagging(Bucket="bucket-x")["TagSet"] == [{"Key": "team", "Value": "weather"}]


@pytest.mark.usefixtures("resources")
def test_a_role_has_its_boundary_and_its_policies(sandbox: Any) -> None:
    identity = sandbox.client("iam")
    role = identity.get_role(RoleName="r1")["Role"]
    attached = identity.list_attached_role_policies(RoleName="r1")["AttachedPolicies"]
    assert role["PermissionsBoundary"]["PermissionsBoundaryArn"].endswith(":policy/mlops-catalog/boundary")
    assert role["Path"] == "/mlops-catalog/"
    assert [policy["PolicyName"] for policy in attached] == ["boundary"]
    assert sorted(identity.list_role_policies(RoleName="r1")["PolicyNames"]) == ["more", "x"]


def test_a_key_rotates(sandbox: Any, resources: dict[str, str]) -> None:
    assert sandbox.client("kms").get_key_rotation_status(KeyId=resources["Key"])["KeyRotationEnabled"]


@pytest.mark.usefixtures("resources")
def test_a_rule_keeps_its_dead_letter_queue_and_transformer(sandbox: Any) -> None:
    target = sandbox.client("events").list_targets_by_rule(Rule="sagemaker-r")["Targets"][0]
    assert target["DeadLetterConfig"]["Arn"].endswith(":sagemaker-q")
    assert target["InputTransformer"]["InputPathsMap"] == {"a": "$.detail.x"}


@pytest.mark.usefixtures("resources")
def test_a_bus_lets_in_only_whom_its_policy_names(sandbox: Any) -> None:
    policy = json.loads(sandbox.client("events").describe_event_bus(Name="sagemaker-bus")["Policy"])
    assert policy["Statement"][0]["Principal"] == {"AWS": "arn:aws:iam::111111111111:root"}


@pytest.mark.usefixtures("resources")
def test_a_repository_holds_its_seed(sandbox: Any) -> None:
    file = sandbox.client("codecommit").get_file(repositoryName="sagemaker-x", filePath="README.md")
    assert file["fileContent"] == b"a seed"


def test_a_product_has_both_versions(sandbox: Any, resources: dict[str, str]) -> None:
    product = sandbox.client("servicecatalog").describe_product_as_admin(Id=resources["Product"])
    assert [version["Name"] for version in product["ProvisioningArtifactSummaries"]] == ["1.0.0", "1.1.0"]
    assert {"Key": "sagemaker:studio-visibility", "Value": "true"} in product["Tags"]


@pytest.mark.usefixtures("resources")
def test_a_function_runs_under_its_role(sandbox: Any) -> None:
    answer = json.load(sandbox.client("lambda").invoke(FunctionName="sagemaker-f")["Payload"])
    assert answer == {"env": sandbox.endpoint, "who": "arn:aws:sts::222222222222:assumed-role/r1/sagemaker-f"}


@pytest.mark.usefixtures("resources")
def test_a_version_that_leaves_the_list_is_deleted_and_the_rest_keep_their_ids(
    sandbox: Any, template: dict[str, Any]
) -> None:
    changed = json.loads(json.dumps(template))
    product, catalog = changed["Resources"]["Product"]["Properties"], sandbox.client("servicecatalog")
    before = _versions(catalog)
    product["ProvisioningArtifactParameters"].pop(0)
    new = {"Name": "2.0.0", "Info": {"LoadTemplateFromURL": "https://seeds.s3.us-east-1.amazonaws.com/t/1.json"}}
    product["ProvisioningArtifactParameters"].append(new)
    changed["Resources"]["Topic"]["Properties"]["DisplayName"] = "Other"
    changed["Resources"]["Queue"]["Properties"]["MessageRetentionPeriod"] = 600
    stack = sandbox.update("every-type", changed)
    assert stack["StackStatus"] == "UPDATE_COMPLETE", sandbox.failures("every-type")
    after = _versions(catalog)
    assert set(after) == {"1.1.0", "2.0.0"}
    assert after["1.1.0"] == before["1.1.0"]


def _versions(catalog: Any) -> dict[str, str]:
    product = catalog.search_products_as_admin()["ProductViewDetails"][0]["ProductViewSummary"]["ProductId"]
    listed = catalog.list_provisioning_artifacts(ProductId=product)["ProvisioningArtifactDetails"]
    return {version["Name"]: version["Id"] for version in listed}


def test_deleting_the_stack_leaves_nothing(sandbox: Any, resources: dict[str, str]) -> None:
    stacks = sandbox.client("cloudformation")
    identifier = stacks.describe_stacks(StackName="every-type")["Stacks"][0]["StackId"]
    stacks.delete_stack(StackName="every-type")
    assert sandbox.settled(identifier)["StackStatus"] == "DELETE_COMPLETE", sandbox.failures(identifier)
    left = {bucket["Name"] for bucket in sandbox.client("s3").list_buckets()["Buckets"]}
    assert not left & {"bucket-x", "access-logs-x"}
    assert sandbox.client("kms").describe_key(KeyId=resources["Key"])["KeyMetadata"]["KeyState"] == "PendingDeletion"
    assert not sandbox.client("servicecatalog").list_portfolios()["PortfolioDetails"]
