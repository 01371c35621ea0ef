"""What the catalog has in an account is changed by its own stacks: roles use it, and only the publisher changes it.

Whoever could change the approver, the seeding function or the assets would have what they have.
"""

import re
from collections.abc import Iterator

from scripts.gate.model.arns import arn_of
from scripts.gate.model.remembered import remembered
from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template
from scripts.gate.rules.object_prefix import RESOLVED
from templates import names

OWN = re.compile(rf"(^|[/:]){names.PREFIX}(-(?!\*-p-\*)|/\*|\*)")
"""Builds of projects are named `<prefix>-<project>-<id>-...`, and nothing of the catalog itself has an id."""
USES = (
    "cloudformation:Describe",
    "codebuild:BatchGet",
    "codebuild:StartBuild",
    "iam:Get",
    "iam:List",
    "iam:PassRole",
    "lambda:InvokeFunction",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "s3:Get",
    "s3:List",
    "sns:Publish",
    "ssm:Get",
    "sts:AssumeRole",
    "sts:TagSession",
)
PUBLISHED = f"parameter/{names.PREFIX}-models/"
"""What projects that train publish about their models: a launch writes it."""
ROLES_STACKS = re.compile(rf":stack/{names.PREFIX}-(staging|production)-")
"""The provisioner makes and deletes stacks of roles in a stage's account, under conditions of their own."""
ON_STACKS = (
    "cloudformation:CreateStack",
    "cloudformation:DeleteStack",
    "cloudformation:TagResource",
    "cloudformation:UpdateStack",
)


def check(template: Template) -> Iterator[Problem]:
    publishers = {role.title for role in template.roles if role.name == names.PUBLISHER}
    for statement in template.identity:
        if statement.allows and statement.kind == "identity" and statement.place not in publishers:
            yield from _problems(statement)


@remembered
def _problems(statement: Statement) -> Iterator[Problem]:
    for resource in statement.resources:
        arn = arn_of(resource)
        if arn is None or not OWN.search(_name(arn.service, arn.resource)):
            continue
        for action in statement.actions:
            stacks = ROLES_STACKS.search(resource) and action in ON_STACKS
            if not action.startswith(USES) and not stacks:
                yield Problem(statement.place, f"may {action} on {resource}: its own stack changes it")


def _name(service: str, resource: str) -> str:
    """Without the catalog's path, which roles of projects have too."""
    resource = RESOLVED.sub("resolved", resource)
    if resource.startswith(PUBLISHED):
        return ""
    return resource.replace(names.PATH, "/") if service == "iam" else resource
