"""The permissions boundary of every role of a project, whatever its own policy allows."""

from troposphere import iam

from templates import names
from templates.arns import role_arn
from templates.blocks.registry import CHANGE_GROUP_POLICY, CHANGE_VERSIONS, NOT_WAITING
from templates.foundations.blocks.boundary_actions import ALLOWED_ACTIONS
from templates.policy import Statement, allow, deny, document

STAGE_ROLES = (names.DEPLOY, names.ENDPOINT_TEST)
ANY_ACCOUNT = "*"


def boundary() -> iam.ManagedPolicy:
    return iam.ManagedPolicy(
        "Boundary",
        ManagedPolicyName=names.BOUNDARY,
        Path=names.PATH,
        Description="Permissions boundary of every role of a project",
        PolicyDocument=document(
            [
                allow(ALLOWED_ACTIONS, ["*"]),
                allow(["iam:PassRole"], [role_arn(names.PROJECTS)]),
                allow(["sts:AssumeRole"], [role_arn(name, ANY_ACCOUNT) for name in STAGE_ROLES]),
                *_deny_approvals(),
                _deny_changing_roles(),
            ]
        ),
    )


def _deny_approvals() -> list[Statement]:
    """Only people approve: no code through the registry, at a pipeline's approval, or as the approver."""
    return [
        deny([*CHANGE_VERSIONS, *CHANGE_GROUP_POLICY, "codepipeline:PutApprovalResult"], ["*"]),
        deny(["sagemaker:CreateModelPackage"], ["*"], NOT_WAITING),
        deny(["sts:AssumeRole"], [role_arn(f"{names.APPROVER}*", ANY_ACCOUNT)]),
    ]


def _deny_changing_roles() -> Statement:
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
