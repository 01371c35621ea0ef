"""The permissions boundary: it allows every grant of a project, and no approval by code."""

import pytest

from tests.templates.rendered import EXAMPLE, PRODUCTS
from tests.templates.requests import is_allowed
from tests.templates.statements import boundary, covers, identity_of

OWN_ORGANIZATION = {"aws:ResourceOrgID": EXAMPLE["OrganizationId"]}
OTHER_ORGANIZATION = {"aws:ResourceOrgID": "o-bbbbbbbbbb"}
NO_ORGANIZATION: dict[str, str] = {}
# aws-samples/data-perimeter-policy-examples, "Service-owned resources": these images are in accounts of AWS.
SAGEMAKER_IMAGE = "arn:aws:ecr:us-east-1:683313688378:repository/sagemaker-xgboost"
ELSEWHERE = (
    ("s3:PutObject", "arn:aws:s3:::sagemaker-p-0123456789ab-0123abcd/x"),
    ("s3:GetObject", "arn:aws:s3:::sagemaker-p-0123456789ab-0123abcd/x"),
    ("kms:Encrypt", "arn:aws:kms:us-east-1:999999999999:key/1"),
    ("kms:Decrypt", "arn:aws:kms:us-east-1:999999999999:key/1"),
    ("sns:Publish", "arn:aws:sns:us-east-1:999999999999:mlops-catalog-notifications"),
    ("sagemaker:CreateModelPackage", "arn:aws:sagemaker:us-east-1:999999999999:model-package/demo/1"),
    ("codepipeline:StartPipelineExecution", "arn:aws:codepipeline:us-east-1:999999999999:sagemaker-demo"),
    ("sts:AssumeRole", "arn:aws:iam::999999999999:role/mlops-catalog/mlops-catalog-deploy"),
    ("ecr:BatchGetImage", "arn:aws:ecr:us-east-1:999999999999:repository/images"),
)

# IAM quotas: characters of a managed policy without white space.
MANAGED_LIMIT = 6_144


@pytest.mark.parametrize("name", PRODUCTS)
def test_boundary_allows_every_grant(name: str) -> None:
    """A grant outside the boundary would have no effect, noticed only at run time."""
    allowed = {action for found in boundary() if found.allows for action in found.actions}
    assert {action for found in identity_of(name) for action in found.actions} <= allowed


def test_boundary_allows_no_action_that_no_product_grants() -> None:
    granted = {action for name in PRODUCTS for found in identity_of(name) for action in found.actions}
    assert {action for found in boundary() if found.allows for action in found.actions} <= granted


@pytest.mark.parametrize(
    "action",
    ["sagemaker:UpdateModelPackage", "sagemaker:CreateModelPackage", "codepipeline:PutApprovalResult"],
)
def test_boundary_denies_approving_to_all_code(action: str) -> None:
    assert [found for found in boundary() if not found.allows and covers(found, action)] != []


@pytest.mark.parametrize(
    "action",
    [
        "iam:AttachRolePolicy",
        "iam:CreateAccessKey",
        "iam:CreatePolicyVersion",
        "iam:CreateRole",
        "iam:DeleteRolePermissionsBoundary",
        "iam:PutRolePermissionsBoundary",
        "iam:UpdateAssumeRolePolicy",
        "kms:PutKeyPolicy",
        "organizations:LeaveOrganization",
        "s3:PutBucketPolicy",
        "sagemaker:PutModelPackageGroupPolicy",
        "servicecatalog:UpdatePortfolio",
        "sts:GetFederationToken",
    ],
)
def test_boundary_does_not_allow_what_no_project_needs(action: str) -> None:
    assert [found for found in boundary() if found.allows and covers(found, action)] == []


def test_boundary_lets_code_assume_stage_roles_only() -> None:
    approver = "arn:aws:iam::222222222222:role/mlops-catalog/mlops-catalog-approver"
    assert [found for found in boundary() if found.allows and covers(found, "sts:AssumeRole", approver)] == []
    assert [found for found in boundary() if not found.allows and covers(found, "sts:AssumeRole", approver)] != []


@pytest.mark.parametrize("part", ["deploy", "test"])
def test_boundary_lets_code_assume_roles_of_stages_in_its_organisation(part: str) -> None:
    role = f"arn:aws:iam::333333333333:role/mlops-catalog/sagemaker-p-0123456789ab-staging-{part}"
    (found,) = [found for found in boundary() if found.allows and covers(found, "sts:AssumeRole", role)]
    assert found.statement["Condition"] == {"StringEquals": {"aws:ResourceOrgID": "o-" + "a" * 32}}


@pytest.mark.parametrize(
    "role",
    [
        "mlops-catalog-stage-provisioner",
        "mlops-catalog-deploy",
        "sagemaker-p-0123456789ab-staging-cloudformation",
        "sagemaker-p-0123456789ab-staging-endpoint",
        "sagemaker-p-0123456789ab-deploy-pipeline",
        "sagemaker-p-0123456789ab-execution",
    ],
)
def test_boundary_lets_code_assume_no_other_role(role: str) -> None:
    arn = f"arn:aws:iam::333333333333:role/mlops-catalog/{role}"
    assert [found for found in boundary() if found.allows and covers(found, "sts:AssumeRole", arn)] == []


def test_boundary_fits_into_iam() -> None:
    assert len("".join(str(found.statement) for found in boundary()).replace(" ", "")) <= MANAGED_LIMIT


@pytest.mark.parametrize("context", [OTHER_ORGANIZATION, NO_ORGANIZATION], ids=["another", "none"])
@pytest.mark.parametrize(("action", "resource"), ELSEWHERE)
def test_boundary_lets_code_reach_nothing_outside_of_the_organisation(
    action: str, resource: str, context: dict[str, str]
) -> None:
    """The key is absent for an account without organisation, which anybody can make."""
    assert not is_allowed(boundary(), action, resource, context)
    waiting = {"sagemaker:ModelApprovalStatus": "PendingManualApproval"}
    assert action == "sts:AssumeRole" or is_allowed(boundary(), action, resource, OWN_ORGANIZATION | waiting)


def test_boundary_lets_jobs_pull_sagemakers_images_from_accounts_of_aws() -> None:
    for action in ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"):
        assert is_allowed(boundary(), action, SAGEMAKER_IMAGE, NO_ORGANIZATION)
    assert is_allowed(boundary(), "ecr:GetAuthorizationToken", "*", NO_ORGANIZATION)


def test_boundary_leaves_out_of_the_condition_only_what_has_no_resource_and_those_images() -> None:
    """Where a service defines no resource, no document says that the key is there."""
    free = {
        action
        for found in boundary()
        if found.allows and "Condition" not in found.statement
        for action in found.actions
    }
    reading = ("ec2:Describe", "ecr:", "cloudwatch:PutMetricData", "iam:PassRole")
    assert [action for action in free if not action.startswith(reading)] == []
