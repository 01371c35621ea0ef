"""The permissions boundary: what no role of a project may exceed, whatever its own policy says."""

from troposphere import iam

from templates import names
from templates.arns import role_arn
from templates.foundations.blocks.boundary_actions import ROLES_MAY
from templates.policy import Statement, allow, deny, document

PROJECT_ROLES = "sagemaker-*"
STAGE_ROLES = (names.DEPLOY, names.ENDPOINT_TEST)
ANY_ACCOUNT = "*"


def boundary() -> iam.ManagedPolicy:
    return iam.ManagedPolicy(
        "Boundary",
        ManagedPolicyName=names.BOUNDARY,
        Path=names.PATH,
        Description="What no role of a project may exceed",
        PolicyDocument=document(
            [
                allow(ROLES_MAY, ["*"]),
                allow(["iam:PassRole"], [role_arn(PROJECT_ROLES)]),
                allow(["sts:AssumeRole"], [role_arn(name, ANY_ACCOUNT) for name in STAGE_ROLES]),
                *_nobody_approves_by_code(),
                _nobody_changes_roles(),
            ]
        ),
    )


def _nobody_approves_by_code() -> list[Statement]:
    """Approving is a person's: through the registry, at a pipeline's gate, or by becoming the approver."""
    return [
        deny(["sagemaker:UpdateModelPackage"], ["*"], {"Null": {"sagemaker:ModelApprovalStatus": "false"}}),
        deny(["sagemaker:CreateModelPackage"], ["*"], {"StringEquals": {"sagemaker:ModelApprovalStatus": "Approved"}}),
        deny(["codepipeline:PutApprovalResult"], ["*"]),
        deny(["sts:AssumeRole"], [role_arn(names.APPROVER, ANY_ACCOUNT)]),
    ]


def _nobody_changes_roles() -> Statement:
    actions = [
        "iam:AttachRolePolicy",
        "iam:CreatePolicyVersion",
        "iam:CreateRole",
        "iam:CreateUser",
        "iam:DeletePolicy",
        "iam:DeleteRolePermissionsBoundary",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:SetDefaultPolicyVersion",
        "iam:UpdateAssumeRolePolicy",
    ]
    return deny(actions, ["*"])
