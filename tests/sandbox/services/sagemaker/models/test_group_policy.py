"""The policy of a model package group binds roles with every SageMaker action in the same account too."""

import json

import pytest

from tests.templates import resolve
from tests.templates.rendered import EXAMPLE, template_of

OWN, FRIEND, STRANGER = "p-own123def456", "p-fri123def456", "p-str123def456"


@pytest.fixture
def trainer(cloud):
    """A role that may do everything that SageMaker has."""
    root = f"arn:aws:iam::{cloud.development}:root"
    return cloud.role(cloud.development, cloud.unique("trainer"), root, "sagemaker:*")


@pytest.fixture
def approver(cloud):
    root = f"arn:aws:iam::{cloud.development}:root"
    return cloud.role(cloud.development, cloud.unique("approver"), root, "sagemaker:*")


def test_only_the_role_in_the_policy_of_the_group_can_approve_a_version(cloud, trainer, approver):
    registry, group = cloud.client("sagemaker", cloud.development), cloud.unique("Models")
    registry.create_model_package_group(ModelPackageGroupName=group)
    denied = {
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": "sagemaker:UpdateModelPackage",
        "Resource": f"arn:aws:sagemaker:us-east-1:{cloud.development}:model-package/*",
        "Condition": {
            "ArnNotEquals": {"aws:PrincipalArn": approver},
            "Null": {"sagemaker:ModelApprovalStatus": "false"},
        },
    }
    registry.put_model_package_group_policy(ModelPackageGroupName=group, ResourcePolicy=cloud.policy(denied))
    author, judge = cloud.as_role("sagemaker", trainer), cloud.as_role("sagemaker", approver)
    package = author.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]
    for status in ("Approved", "Rejected"):
        decision = {"ModelPackageArn": package, "ModelApprovalStatus": status}
        assert cloud.code_of(author.update_model_package, **decision) == "AccessDeniedException"
    author.update_model_package(ModelPackageArn=package, CustomerMetadataProperties={"seen": "yes"})
    judge.update_model_package(ModelPackageArn=package, ModelApprovalStatus="Approved")
    assert registry.describe_model_package(ModelPackageName=package)["ModelApprovalStatus"] == "Approved"


def test_a_policy_without_principals_is_not_stored(cloud):
    registry, group = cloud.client("sagemaker", cloud.development), cloud.unique("Models")
    registry.create_model_package_group(ModelPackageGroupName=group)
    nobody = cloud.policy({"Effect": "Allow", "Action": "sagemaker:DescribeModelPackage", "Resource": "*"})
    put = registry.put_model_package_group_policy
    assert cloud.code_of(put, ModelPackageGroupName=group, ResourcePolicy=nobody) == "ValidationException"


@pytest.fixture
def reader(cloud):
    """SageMaker under a role of a project, which may do everything there and has the project's id as its tag."""

    def under(project, tag):
        iam, name = cloud.client("iam", cloud.development), f"sagemaker-{project}-{cloud.unique('prepare')}"
        root = {"AWS": f"arn:aws:iam::{cloud.development}:root"}
        trust = cloud.policy({"Effect": "Allow", "Principal": root, "Action": "sts:AssumeRole"})
        tags = [{"Key": "sagemaker:project-id", "Value": tag}] if tag else []
        made = iam.create_role(RoleName=name, Path="/mlops-catalog/", AssumeRolePolicyDocument=trust, Tags=tags)
        every = cloud.policy({"Effect": "Allow", "Action": "sagemaker:*", "Resource": "*"})
        iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=every)
        return cloud.as_role("sagemaker", made["Role"]["Arn"])

    return under


def of_product(place, friend):
    """The policy of a product's group, as CloudFormation would give it to a group at this place."""
    group = template_of("build-train")["Resources"]["ModelPackageGroup"]["Properties"]
    here = {"AWS::AccountId": "222222222222", "AWS::Region": "us-east-1"}
    name, _, identifier = place.partition("-p-")
    values = {"SageMakerProjectName": name, "SageMakerProjectId": f"p-{identifier}", "ModelsDeployedBy": [friend]}
    return json.dumps(resolve.filled_in(group["ModelPackageGroupPolicy"], EXAMPLE | here | values))


def test_versions_are_read_by_the_project_itself_and_by_those_that_its_owner_named(cloud, reader):
    registry, group = cloud.client("sagemaker", cloud.development), f"{cloud.unique('models')}-p-own123def456"
    registry.create_model_package_group(ModelPackageGroupName=group)
    package = registry.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]
    registry.put_model_package_group_policy(ModelPackageGroupName=group, ResourcePolicy=of_product(group, FRIEND))
    for project, tag in ((OWN, OWN), (FRIEND, FRIEND)):
        client = reader(project, tag)
        assert client.describe_model_package(ModelPackageName=package)["ModelPackageArn"] == package
        assert client.list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"]
    for project, tag in ((STRANGER, STRANGER), (FRIEND, ""), (f"{OWN}7", f"{OWN}7")):
        client = reader(project, tag)
        assert cloud.code_of(client.describe_model_package, ModelPackageName=package) == "AccessDeniedException"
        assert cloud.code_of(client.list_model_packages, ModelPackageGroupName=group) == "AccessDeniedException"
        assert (
            cloud.code_of(client.describe_model_package_group, ModelPackageGroupName=group) == "AccessDeniedException"
        )
