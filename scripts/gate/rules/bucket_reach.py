"""Buckets of other stacks are reached by their name and their owner: a name alone can be taken by somebody else's.

Bucket names are global: a pattern of names also matches a bucket that an attacker made.
"""

from collections.abc import Iterator

from scripts.gate.model.remembered import remembered
from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Role, Template
from templates import names
from templates.blocks import captured

OBJECTS = ("s3:*Object", "s3:*ObjectVersion")
"""A launch makes buckets: CloudFormation changes those that it made, whose names nobody else can take."""
OWNER = ("aws:ResourceAccount", "aws:ResourceOrgID", "s3:ResourceAccount")
PROVISIONING = "s3:ExistingObjectTag/servicecatalog:provisioning"
RESOLVED = "{{resolve:ssm:"
CHOSEN = f"${{{captured.BUCKET.title}}}"
NAMED = ("sagemaker-", f"{names.PREFIX}-", RESOLVED, "${AssetBucket}/", CHOSEN)
"""The asset bucket is a setting; a resolved name is what a group's owner published; one that is chosen at launch is a
project's, as the pattern of its parameter says (`parameter_pattern`)."""
ASSETS = f"{names.PREFIX}-asset"
"""Buckets of the catalog itself, whose names end in a suffix that only the hub has."""


def check(template: Template) -> Iterator[Problem]:
    for role in template.roles:
        for statement in role.grants:
            if statement.allows:
                yield from _names(role, statement)
            launches = role.name == names.LAUNCH_ROLE and not statement.matching(*OBJECTS)
            if statement.allows and not _owned(statement) and not launches:
                yield from _problems(role, statement)


@remembered
def _names(role: Role, statement: Statement) -> Iterator[Problem]:
    for resource in statement.resources:
        if is_bucket(resource) and not resource.partition(":::")[2].startswith(NAMED):
            yield Problem(
                role.title, f"reaches {resource}, buckets of any name: begin with sagemaker- or the catalog's"
            )


@remembered
def _problems(role: Role, statement: Statement) -> Iterator[Problem]:
    for resource in statement.resources:
        if is_bucket(resource) and not resource.partition(":::")[2].startswith(ASSETS):
            yield Problem(role.title, f"reaches {resource} whoever owns it: add aws:ResourceAccount")
        elif is_bucket(resource) and ASSETS in resource and "${AssetSuffix}" not in resource:
            yield Problem(role.title, f"reaches {resource} by a part of its name: name the suffix of this catalog")


def is_bucket(resource: str) -> bool:
    return resource.startswith("arn:") and ":s3:::" in resource


def _owned(statement: Statement) -> bool:
    return any(test.values and "*" not in "".join(test.values) for key in OWNER for test in statement.of(key))
