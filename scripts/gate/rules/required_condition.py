"""Grants on resources whose names do not say whose they are require a condition that does."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from scripts.gate.model.remembered import remembered
from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template
from templates import names

OWNED = ("aws:ResourceOrgID", "aws:ResourceAccount")
PROJECT_TAGS = ("aws:ResourceTag/sagemaker:project-id", "aws:RequestTag/sagemaker:project-id")
ROLES_STACKS = rf":stack/{names.PREFIX}-(staging|production)-"
"""Stacks of the roles of projects in a stage's account."""
TEAM = f"aws:ResourceTag/{names.PREFIX}:team"
CONNECTIONS = ("codeconnections", "codestar-connections")


class Required(NamedTuple):
    """Actions on resources like a pattern need a condition on one of the keys."""

    actions: tuple[str, ...]
    resources: str
    keys: tuple[str, ...]


REQUIRED = (
    Required(("kms:CreateGrant",), "", ("kms:GrantIsForAWSResource",)),
    Required(
        ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"),
        r":key/\*$|/key\}\}$",
        ("kms:ViaService", "kms:EncryptionContext:aws:sns:topicArn", *OWNED),
    ),
    Required(
        ("kms:DisableKey*", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource"),
        r":key/\*$",
        PROJECT_TAGS,
    ),
    Required(("kms:CreateKey",), "", PROJECT_TAGS[1:]),
    Required(
        ("sagemaker:CreateModelPackageGroup", "sagemaker:AddTags", "sagemaker:Delete*"),
        r"model-package-group/\*$",
        PROJECT_TAGS,
    ),
    *[
        Required(("cloudformation:CreateStack", "cloudformation:UpdateStack"), ROLES_STACKS, (key,))
        for key in ("cloudformation:RoleArn", "cloudformation:TemplateUrl")
    ],
    Required(("cloudformation:DeleteStack",), ROLES_STACKS, ("cloudformation:RoleArn",)),
    Required(("s3:ListBucket",), r":::sagemaker-\*$", ("s3:prefix",)),
    Required(
        ("servicecatalog:*ProvisionedProduct", "servicecatalog:DescribeRecord"), "", ("servicecatalog:roleLevel",)
    ),
    *[
        Required((f"{service}:{action}",), r":connection/\*$", (f"aws:ResourceTag/{names.PREFIX}:launchers",))
        for service in CONNECTIONS
        for action in ("GetConnection", "GetConnectionToken", "PassConnection", "UseConnection")
    ],
    Required(
        tuple(f"{service}:UseConnection" for service in CONNECTIONS),
        r"Connection",
        (f"aws:ResourceTag/{names.PREFIX}:launchers",),
    ),
    Required(("codepipeline:Get*", "codepipeline:List*"), r":sagemaker-\*$", (TEAM,)),
    Required(("s3:ListBucket",), r":::sagemaker-\*-\$\{AWS::AccountId\}$", ("s3:prefix",)),
    Required(("sagemaker:CreateSpace", "sagemaker:CreateApp"), "", ("sagemaker:SpaceSharingType",)),
    Required(("cloudwatch:PutMetricData",), "", ("cloudwatch:namespace",)),
    Required(
        tuple(f"application-autoscaling:{verb}" for verb in ("De*", "Put*", "Register*")),
        r":scalable-target/\*$",
        ("application-autoscaling:service-namespace",),
    ),
    Required(("s3:GetObject",), r"^\*$", ("s3:ExistingObjectTag/servicecatalog:provisioning",)),
    Required(
        tuple(f"{service}:UseConnection" for service in CONNECTIONS),
        r"Connection",
        tuple(f"{service}:FullRepositoryId" for service in CONNECTIONS),
    ),
    Required(
        ("iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"),
        "",
        ("iam:PermissionsBoundary",),
    ),
)


def check(template: Template) -> Iterator[Problem]:
    publishers = {role.title for role in template.roles if role.name == names.PUBLISHER}
    for statement in template.identity:
        alone = statement.actions == ("cloudwatch:PutMetricData",)
        if statement.allows and (statement.kind == "identity" or alone) and statement.place not in publishers:
            yield from _problems(statement)


@remembered
def _problems(statement: Statement) -> Iterator[Problem]:
    for required in REQUIRED:
        actions = statement.matching(*required.actions)
        reached = [resource for resource in statement.resources if re.search(required.resources, resource)]
        if actions and reached and not any(statement.of(key) for key in required.keys):
            yield Problem(
                statement.place, f"{actions[0]} on {reached[0]} needs a condition: {' or '.join(required.keys)}"
            )
