"""What reaches into accounts that it does not name requires the organisation, or the account that owns the resource."""

from collections.abc import Iterator

from scripts.gate.model.arns import arn_of
from scripts.gate.model.remembered import remembered
from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template

OWNERS = ("aws:ResourceOrgID", "aws:ResourceAccount")
SHARED = ("catalog", "ec2", "ecr")
"""Products are the hub's, and subnets may be another account's: the share decides. SageMaker's images are AWS's."""

NAMED = ("${", "aws")
"""An account of a placeholder is this one or one of the settings."""


def check(template: Template) -> Iterator[Problem]:
    for statement in template.identity:
        if statement.allows and statement.kind == "identity":
            yield from _problems(statement) if not _owned(statement) else ()
            yield from _both(statement) if template.kind == "stage" else ()


@remembered
def _problems(statement: Statement) -> Iterator[Problem]:
    for resource in statement.resources:
        arn = arn_of(resource)
        foreign = arn and arn.account and not arn.account.startswith(NAMED) and arn.service not in SHARED
        if foreign and ":stackset" not in resource:
            yield Problem(statement.place, f"reaches {resource} in another account: add aws:ResourceOrgID")


@remembered
def _both(statement: Statement) -> Iterator[Problem]:
    """A stage reaches the one development account, in the organisation that it is in itself."""
    for key in OWNERS:
        if any(action.startswith(("s3:", "kms:")) for action in statement.actions) and not statement.of(key):
            yield Problem(statement.place, f"reaches {statement.resources[0]} without {key}: add it")


def _owned(statement: Statement) -> bool:
    return any(test.exact for key in OWNERS for test in statement.of(key))
