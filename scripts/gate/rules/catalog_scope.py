"""A role of an account reaches what the catalog made there: its names are exact, those of projects begin `sagemaker-`.

The publisher is an administrator of what it publishes: its patterns begin with the catalog's own prefix.
"""

import re
from collections.abc import Iterator

from scripts.gate.model.arns import Arn, arn_of
from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template
from templates import names

OWN_NAME = re.compile(rf"(^|[/:]){names.PREFIX}[a-z0-9-]*(\$\{{AssetSuffix\}}-\*)?($|[/:])")
PROJECT_NAME = re.compile(r"(^|[/:])sagemaker-(\*|\$\{)")
PATHS = (
    f"parameter{names.SETTINGS}*",
    f"parameter/{names.PREFIX}-models/*",
    f"policy{names.PATH}*",
    f"role{names.PATH}*",
)
BEHIND_A_CONDITION = {
    "kms": ("key/*",),
    "cloudformation": ("stack/SC-*/*", "type/resource/*"),
    "sagemaker": (
        "model-package/*",
        "model-package-group/*",
        "model-package-group/*-p-*",
        "model-package/*-p-*/*",
        "endpoint/*-p-*",
    ),
    "codeconnections": ("connection/*", "host/*"),
    "codestar-connections": ("connection/*", "host/*"),
    "catalog": ("portfolio/*", "product/*"),
    "logs": ("log-group:/aws/sagemaker/*",),
    "ecr": ("repository/sagemaker-*",),
    "iam": ("role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/*",),
    "ec2": ("network-interface/*", "security-group/*", "subnet/*"),
}
"""Kinds of resources whose names say nothing about a project; `required_condition` says what holds them."""


def check(template: Template) -> Iterator[Problem]:
    publishers = {role.title for role in template.roles if role.name == names.PUBLISHER}
    for statement in template.identity if template.kind == "foundation" else ():
        if statement.allows and statement.kind == "identity":
            yield from _problems(statement, publishes=statement.place in publishers)


def _problems(statement: Statement, *, publishes: bool) -> Iterator[Problem]:
    for resource in statement.resources:
        arn = arn_of(resource)
        if arn and arn.service != "s3" and not _named(arn, publishes=publishes):
            yield Problem(statement.place, f"reaches {resource}: name what the catalog made")


def _named(arn: Arn, *, publishes: bool) -> bool:
    if arn.resource in BEHIND_A_CONDITION.get(arn.service, ()) or arn.resource.startswith(PATHS):
        return True
    exact = "*" not in arn.resource.replace("/*", "").replace(":*", "")
    own = f"/{names.PREFIX}" in arn.resource or arn.resource.startswith(names.PREFIX)
    if (publishes and own) or (exact and OWN_NAME.search(arn.resource)):
        return True
    return PROJECT_NAME.search(arn.resource) is not None
