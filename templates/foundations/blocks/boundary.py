"""The permissions boundary of every role of a project, whatever its own policy allows."""

from troposphere import Ref, iam

from templates import names
from templates.arns import role_arn
from templates.foundations.blocks.boundary_actions import ALLOWED_ACTIONS
from templates.foundations.blocks.catalog_parameters import ORGANIZATION
from templates.policy import Statement, allow, deny, document

STAGE_ROLES = [
    names.stage_role("p-*", stage, part)
    for stage in names.STAGE_NAMES
    for part in (names.STAGE_DEPLOY, names.STAGE_TEST)
]
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
                _assume_stage_roles(),
                *_deny_approvals(),
                _deny_changing_roles(),
            ]
        ),
    )


def _assume_stage_roles() -> Statement:
    """Of which project, the roles of stages themselves decide."""
    in_this_organisation = {"StringEquals": {"aws:ResourceOrgID": Ref(ORGANIZATION)}}
    return allow(["sts:AssumeRole"], [role_arn(name, ANY_ACCOUNT) for name in STAGE_ROLES], in_this_organisation)


def _deny_approvals() -> list[Statement]:
    """Only people approve: no code through the registry, at a pipeline's approval, or as the approver."""
    return [
        deny(["sagemaker:UpdateModelPackage"], ["*"], {"Null": {"sagemaker:ModelApprovalStatus": "false"}}),
        deny(["sagemaker:CreateModelPackage"], ["*"], {"StringEquals": {"sagemaker:ModelApprovalStatus": "Approved"}}),
        deny(["codepipeline:PutApprovalResult"], ["*"]),
        deny(["sts:AssumeRole"], [role_arn(names.APPROVER, ANY_ACCOUNT)]),
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
