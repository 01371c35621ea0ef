"""The boundary itself denies what no code of a project may ever do, whatever roles are granted.

Approving a model or its deployment, becoming the approver, changing roles or what protects a model.
"""

from collections.abc import Iterator

from scripts.gate.model.requests import Request, denied
from scripts.gate.model.template import Problem, Template, is_boundary
from scripts.gate.model.values import text
from templates import names

ROLES = (
    "AttachRolePolicy CreatePolicyVersion CreateRole CreateUser DeletePolicy DeleteRolePermissionsBoundary "
    "PutRolePermissionsBoundary PutRolePolicy SetDefaultPolicyVersion UpdateAssumeRolePolicy"
)
MODELS = (
    "DeleteModelPackage DeleteModelPackageGroup DeleteModelPackageGroupPolicy PutModelPackageGroupPolicy "
    "UpdateModelPackage"
)
STATUS = "sagemaker:ModelApprovalStatus"
ANYWHERE = "arn:aws:service:region:account:anything"
CATALOG_ROLE = f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role{names.PATH}{names.PREFIX}-stage-provisioner"
APPROVER = f"arn:${{AWS::Partition}}:iam::999999999999:role{names.PATH}{names.APPROVER}"
REFUSED = (
    Request("", "sagemaker:UpdateModelPackage", ANYWHERE, ((STATUS, "Approved"),)),
    Request("", "sagemaker:UpdateModelPackage", ANYWHERE, ((STATUS, "Rejected"),)),
    Request("", "sagemaker:CreateModelPackage", ANYWHERE, ((STATUS, "Approved"),)),
    Request("", "codepipeline:PutApprovalResult", ANYWHERE),
    Request("", "sts:AssumeRole", APPROVER),
    *[Request("", f"sagemaker:{action}", ANYWHERE) for action in MODELS.split()],
    *[Request("", f"iam:{action}", ANYWHERE) for action in ROLES.split()],
)
OF_STAGE = (Request("", "iam:PassRole", CATALOG_ROLE),)
"""A project's own roles are passed there; those that make them are not."""


def check(template: Template) -> Iterator[Problem]:
    for policy in template.of_type("AWS::IAM::ManagedPolicy"):
        if is_boundary(policy):
            own = tuple(statement for statement in template.identity if statement.place == policy.name)
            of_stage = text(policy.properties.get("ManagedPolicyName")).endswith("-stage-boundary")
            allowed = {action for statement in own if statement.allows for action in statement.actions}
            for request in (*REFUSED, *(OF_STAGE if of_stage else ())):
                if not denied(own, request) and (request.action in allowed or not of_stage):
                    yield Problem(policy.name, f"does not deny {_what(request)} to every role of a project: deny it")


def _what(request: Request) -> str:
    return " ".join(
        [
            request.action,
            *[value for _, value in request.context],
            *([APPROVER] if request.resource == APPROVER else []),
        ]
    )
