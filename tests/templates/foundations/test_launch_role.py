"""The launch role can do what a launch takes, only to what is the catalog's, and nothing dangerous."""

import pytest

from tests.templates.needed_actions import needed_by
from tests.templates.rendered import PRODUCTS
from tests.templates.statements import LAUNCH_ROLES, Found, covers, of_launch_role

LAUNCH = of_launch_role("build-train")
ACCOUNT = "arn:aws:iam::222222222222:"
PROJECT_ROLE = f"{ACCOUNT}role/mlops-catalog/sagemaker-p-0123456789ab-build"


def _allowing(action: str, resource: str) -> list[Found]:
    return [found for found in LAUNCH if found.allows and covers(found, action, resource)]


@pytest.mark.parametrize("name", PRODUCTS)
def test_everything_a_launch_takes_is_granted(name: str) -> None:
    granted = {action.lower() for found in of_launch_role(name) for action in found.actions}
    missing = {kind: actions for kind, actions in needed_by(name).items() if {*map(str.lower, actions)} - granted}
    assert missing == {}


@pytest.mark.parametrize("role", sorted(set(LAUNCH_ROLES.values())))
def test_nothing_is_granted_that_no_launch_takes(role: str) -> None:
    """Beyond resources: what Service Catalog does with the stack, and reading templates, seeds and settings."""
    launched = [name for name in PRODUCTS if LAUNCH_ROLES[name] == role]
    needed = {action.lower() for name in launched for actions in needed_by(name).values() for action in actions}
    of_service_catalog = {"cloudformation", "codeconnections", "ssm"}
    granted = {action.lower() for found in of_launch_role(launched[0]) for action in found.actions}
    further = {action for action in granted - needed if action.partition(":")[0] not in of_service_catalog}
    assert further - {"s3:getobject"} == set()


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("iam:CreateRole", f"{ACCOUNT}role/admin"),
        ("iam:CreateRole", f"{ACCOUNT}role/mlops-catalog/mlops-catalog-approver"),
        ("iam:CreateUser", f"{ACCOUNT}user/somebody"),
        ("iam:AttachRolePolicy", PROJECT_ROLE),
        ("iam:DeleteRolePermissionsBoundary", PROJECT_ROLE),
        ("iam:PutRolePolicy", f"{ACCOUNT}role/mlops-catalog-launch"),
        ("iam:UpdateAssumeRolePolicy", f"{ACCOUNT}role/mlops-catalog/mlops-catalog-approver"),
        ("iam:CreatePolicyVersion", f"{ACCOUNT}policy/mlops-catalog/mlops-catalog-boundary"),
        ("iam:PassRole", f"{ACCOUNT}role/mlops-catalog/mlops-catalog-approver"),
        ("iam:PassRole", f"{ACCOUNT}role/admin"),
        ("s3:PutBucketPolicy", "arn:aws:s3:::somebody-elses"),
        ("s3:PutBucketPolicy", "arn:aws:s3:::mlops-catalog-assets-0123456789ab-us-east-1"),
        ("s3:PutObject", "arn:aws:s3:::mlops-catalog-assets-0123456789ab-us-east-1/templates/x"),
        ("cloudformation:DeleteStack", "arn:aws:cloudformation:us-east-1:222222222222:stack/payroll/1"),
        (
            "codepipeline:PutApprovalResult",
            "arn:aws:codepipeline:us-east-1:222222222222:sagemaker-demo/Approve/Approve",
        ),
        ("kms:Decrypt", "arn:aws:kms:us-east-1:222222222222:key/1"),
        ("lambda:UpdateFunctionCode", "arn:aws:lambda:us-east-1:222222222222:function:mlops-catalog-seeding"),
        (
            "sagemaker:UpdateModelPackage",
            "arn:aws:sagemaker:us-east-1:222222222222:model-package/demo-p-0123456789ab/1",
        ),
        ("ssm:PutParameter", "arn:aws:ssm:us-east-1:222222222222:parameter/mlops-catalog/permissions-boundary"),
        ("sts:AssumeRole", f"{ACCOUNT}role/mlops-catalog/mlops-catalog-approver"),
    ],
)
def test_what_is_dangerous_is_not_granted(action: str, resource: str) -> None:
    assert _allowing(action, resource) == []


@pytest.mark.parametrize(
    "action", ["iam:CreateRole", "iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary"]
)
def test_roles_are_made_inside_the_boundary_only(action: str) -> None:
    (grant,) = _allowing(action, PROJECT_ROLE)
    boundary = f"{ACCOUNT}policy/mlops-catalog/mlops-catalog-boundary"
    assert grant.statement["Condition"] == {"StringEquals": {"iam:PermissionsBoundary": boundary}}


def test_roles_are_passed_to_the_services_of_a_project_only() -> None:
    (grant,) = _allowing("iam:PassRole", PROJECT_ROLE)
    assert grant.statement["Condition"]["StringEquals"]["iam:PassedToService"] == [
        "codebuild.amazonaws.com",
        "codepipeline.amazonaws.com",
        "events.amazonaws.com",
        "sagemaker.amazonaws.com",
        "scheduler.amazonaws.com",
    ]


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("kms:PutKeyPolicy", "arn:aws:kms:us-east-1:222222222222:key/1"),
        ("kms:ScheduleKeyDeletion", "arn:aws:kms:us-east-1:222222222222:key/1"),
        ("sagemaker:DeleteModelPackageGroup", "arn:aws:sagemaker:us-east-1:222222222222:model-package-group/x"),
    ],
)
def test_what_has_no_name_of_its_own_must_carry_the_tag_of_a_project(action: str, resource: str) -> None:
    for grant in _allowing(action, resource):
        assert grant.statement["Condition"] == {"Null": {"aws:ResourceTag/sagemaker:project-id": "false"}}


def test_objects_are_read_by_the_tag_of_service_catalog_only() -> None:
    (grant,) = _allowing("s3:GetObject", "arn:aws:s3:::sagemaker-p-0123456789ab-0123abcd/data/x")
    tagged = {"s3:ExistingObjectTag/servicecatalog:provisioning": "true"}
    assert grant.statement["Condition"] == {"StringEquals": tagged}
    assert _allowing("s3:GetObject", "arn:aws:s3:::mlops-catalog-assets-0123456789ab-us-east-1/templates/x") == [grant]


def test_the_policy_of_a_group_is_put_on_groups_of_projects_only() -> None:
    groups = "arn:aws:sagemaker:us-east-1:222222222222:model-package-group"
    assert _allowing("sagemaker:PutModelPackageGroupPolicy", f"{groups}/demo-p-0123456789ab")
    assert _allowing("sagemaker:PutModelPackageGroupPolicy", f"{groups}/fraud-models") == []
