"""The permissions boundary of every role of a project, whatever its own policy allows.

Nothing outside the organisation is reached. Resources that AWS owns belong to no organisation, so they are named:
aws-samples/data-perimeter-policy-examples, `service_owned_resources.md`, lists them by service. A project uses
SageMaker's images alone; Service Catalog's buckets are read by the launch role, which has no boundary.
"""

from troposphere import Ref, Sub, iam

from templates import names
from templates.arns import role_arn
from templates.blocks.registry import CHANGE_GROUP_POLICY, CHANGE_VERSIONS, NOT_WAITING
from templates.foundations.blocks.boundary_actions import ALLOWED_ACTIONS, PULL_IMAGES, WITHOUT_RESOURCE
from templates.foundations.blocks.catalog_parameters import ORGANIZATION
from templates.policy import Statement, allow, deny, document

STAGE_ROLES = [
    names.stage_role("p-*", stage, part)
    for stage in names.STAGE_NAMES
    for part in (names.STAGE_DEPLOY, names.STAGE_TEST)
]
ANY_ACCOUNT = "*"
IN_THE_ORGANIZATION = {"StringEquals": {"aws:ResourceOrgID": Ref(ORGANIZATION)}}
"""Not `IfExists`: the resources of an account that is in no organisation have no such key."""
SAGEMAKER_IMAGES = Sub("arn:${AWS::Partition}:ecr:*:*:repository/sagemaker-*")


def boundary() -> iam.ManagedPolicy:
    return iam.ManagedPolicy(
        "Boundary",
        ManagedPolicyName=names.BOUNDARY,
        Path=names.PATH,
        Description="Permissions boundary of every role of a project",
        PolicyDocument=document(
            [
                allow(ALLOWED_ACTIONS, ["*"], IN_THE_ORGANIZATION),
                allow(PULL_IMAGES, [SAGEMAKER_IMAGES]),
                allow(WITHOUT_RESOURCE, ["*"]),
                allow(["iam:PassRole"], [role_arn(names.SHORT_NAMES)]),
                _assume_stage_roles(),
                *_deny_approvals(),
                _deny_changing_roles(),
            ]
        ),
    )


def _assume_stage_roles() -> Statement:
    """Of which project, the roles of stages themselves decide."""
    return allow(["sts:AssumeRole"], [role_arn(name, ANY_ACCOUNT) for name in STAGE_ROLES], IN_THE_ORGANIZATION)


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
