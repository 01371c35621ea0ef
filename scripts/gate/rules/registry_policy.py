"""The group's own policy denies what only the approver may do, and that who is denied takes the denial away."""

from collections.abc import Iterator

from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template
from templates import names

APPROVER = (names.APPROVER,)
LAUNCH = (names.LAUNCH_ROLE, names.APPROVER)
DENIED = {
    "sagemaker:UpdateModelPackage": APPROVER,
    "sagemaker:CreateModelPackage": APPROVER,
    "sagemaker:DeleteModelPackage": LAUNCH,
    "sagemaker:DeleteModelPackageGroup": LAUNCH,
    "sagemaker:DeleteModelPackageGroupPolicy": LAUNCH,
    "sagemaker:PutModelPackageGroupPolicy": LAUNCH,
}
"""Who is excepted from the denial of each action."""
STATUS = "sagemaker:ModelApprovalStatus"


def check(template: Template) -> Iterator[Problem]:
    for group in template.of_type("AWS::SageMaker::ModelPackageGroup"):
        own = [statement for statement in template.resource_policies if statement.place == group.name]
        for action, excepted in DENIED.items():
            if not any(_denies(statement, action, excepted) for statement in own):
                yield Problem(group.name, f"does not deny {action} to all but {' and '.join(excepted)}: deny it")
        for statement in own:
            if statement.allows:
                yield Problem(group.name, "allows something to others: a group's policy only denies")


def _denies(statement: Statement, action: str, excepted: tuple[str, ...]) -> bool:
    everyone = ("AWS", "*") in statement.principals
    allowed = statement.matching(action) and not statement.allows and everyone
    return bool(allowed) and _excepts(statement, excepted) and _status(statement, action)


def _excepts(statement: Statement, excepted: tuple[str, ...]) -> bool:
    named = [test for test in statement.tests if test.key != STATUS]
    return bool(named) and all(
        test.key == "aws:PrincipalArn"
        and test.operator in ("ArnNotEquals", "StringNotEquals", "ArnNotLike")
        and all("*" not in value and value.endswith(tuple(f"/{name}" for name in excepted)) for value in test.values)
        for test in named
    )


def _status(statement: Statement, action: str) -> bool:
    """A version may be added while it waits: only an approved one is denied. Every change of a status is."""
    tests = [(test.operator, test.values) for test in statement.of(STATUS)]
    if action == "sagemaker:CreateModelPackage":
        return tests in ([], [("StringEquals", ("Approved",))])
    return tests in ([], [("Null", ("false",))]) if action == "sagemaker:UpdateModelPackage" else not tests
