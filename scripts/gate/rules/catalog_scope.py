"""A role of an account reaches what the catalog made there: its names are exact, those of projects begin `sagemaker-`.

The publisher is an administrator of what it publishes: its patterns begin with the catalog's own prefix.
"""

import re
from collections.abc import Iterator

from scripts.gate.model.arns import Arn, arn_of
from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template
from templates import names

OWN_NUMBER = r"\$\{!aws:PrincipalTag/[a-z-]+\}"
OWN_NAME = re.compile(rf"(^|[/:]){names.PREFIX}[a-z0-9-]*({OWN_NUMBER}-p-\*)?($|[/:])")
BUILD_NAME = re.compile(rf"(^|[/:]){names.PREFIX}-\*-p-\*($|[/:])")
"""Builds of projects: Studio's own policies allow what is named `sagemaker-`, so these are not."""
PROJECT_NAME = re.compile(r"(^|[/:])sagemaker-(p-\*|\*-p-\*|\*-[a-z]+|\$\{)")
APPROVALS = re.compile(r"^sagemaker-\*(/Approve/Approve[^*]*)?$")
"""The approver's: pipelines of any name that have an action of this name, and only the catalog's have."""
PARAMETERS = (f"parameter{names.SETTINGS}*", f"parameter/{names.PREFIX}-models/*")
ADMINISTRATORS = (names.PUBLISHER, names.READER)
"""The publisher changes, and the reader reads, all roles of the catalog."""
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
    "ecr": ("repository/sagemaker-*",),
    "iam": (
        f"role{names.PATH}sagemaker-*",
        f"role{names.PATH}sagemaker-p-*",
        "role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/*",
    ),
    "ec2": ("network-interface/*", "security-group/*", "subnet/*"),
}
"""Kinds of resources whose names say nothing about a project; `required_condition` says what holds them."""


def check(template: Template) -> Iterator[Problem]:
    administrators = {role.title for role in template.roles if role.name in ADMINISTRATORS}
    studio = {role.title for role in template.roles if template.kind == "team" and role.services}
    for statement in template.identity if template.kind in ("foundation", "team") else ():
        if statement.place not in studio and statement.allows and statement.kind == "identity":
            yield from _problems(statement, administers=statement.place in administrators)


def _problems(statement: Statement, *, administers: bool) -> Iterator[Problem]:
    for resource in statement.resources:
        arn = arn_of(resource)
        if arn and arn.service != "s3" and not _named(arn, administers=administers):
            yield Problem(statement.place, f"reaches {resource}: name what the catalog made")


def _named(arn: Arn, *, administers: bool) -> bool:
    if arn.resource.endswith(f"{names.PATH}*") and arn.service == "iam":
        return administers
    if arn.resource in BEHIND_A_CONDITION.get(arn.service, ()) or arn.resource.startswith(PARAMETERS):
        return True
    exact = "*" not in re.sub(rf"/\*|:\*|{OWN_NUMBER}-p-\*", "", arn.resource)
    own = f"/{names.PREFIX}" in arn.resource or arn.resource.startswith(names.PREFIX)
    if arn.service == "codepipeline" and APPROVALS.match(arn.resource):
        return True
    if (administers and own) or (exact and OWN_NAME.search(arn.resource)):
        return True
    return (PROJECT_NAME.search(arn.resource) or BUILD_NAME.search(arn.resource)) is not None
