"""The policy of a model package group binds roles with every SageMaker action in the same account too."""

import pytest


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
