"""The boundary itself denies what no code of a project may ever do, whatever roles are granted.

Approving a model or its deployment, becoming the approver, changing roles, leaving the organisation.
"""

from collections.abc import Iterator, Mapping

from scripts.gate.model.statements import Statement, Test
from scripts.gate.model.template import Problem, Template, is_boundary
from templates import names

ROLES = (
    "AttachRolePolicy CreatePolicyVersion CreateRole CreateUser DeletePolicy DeleteRolePermissionsBoundary "
    "PutRolePermissionsBoundary PutRolePolicy SetDefaultPolicyVersion UpdateAssumeRolePolicy"
)
APPROVED = (Test("StringEquals", "sagemaker:ModelApprovalStatus", ("Approved",)),)
CHANGES_STATUS = (Test("Null", "sagemaker:ModelApprovalStatus", ("false",)),)
DENIED: Mapping[str, tuple[Test, ...]] = {
    "sagemaker:UpdateModelPackage": CHANGES_STATUS,
    "sagemaker:CreateModelPackage": APPROVED,
    "codepipeline:PutApprovalResult": (),
    **{f"iam:{action}": () for action in ROLES.split()},
}
"""Denied on everything, at most under this condition: every further one would let a request through."""
STAGE = f"{names.PREFIX}-stage-boundary"


def check(template: Template) -> Iterator[Problem]:
    for policy in template.of_type("AWS::IAM::ManagedPolicy"):
        if is_boundary(policy):
            own = [statement for statement in template.identity if statement.place == policy.name]
            denials = [statement for statement in own if not statement.allows]
            stage = policy.properties.get("ManagedPolicyName") == STAGE
            yield from _missing(policy.name, own if stage else [], denials)
            if not stage:
                yield from _project(policy.name, denials)


def _project(place: str, denials: list[Statement]) -> Iterator[Problem]:
    for action, condition in DENIED.items():
        if not any(_denies(statement, action, condition) for statement in denials):
            yield Problem(place, f"does not deny {action} to every role of a project: deny it on *")
    if not any(_denies_approver(statement) for statement in denials):
        yield Problem(place, f"does not deny becoming {names.APPROVER} of any account: deny sts:AssumeRole on it")
    if not any(_keeps_in_organization(statement) for statement in denials):
        yield Problem(place, "does not deny resources of other organisations: deny them by aws:ResourceOrgID")


def _missing(place: str, own: list[Statement], denials: list[Statement]) -> Iterator[Problem]:
    """A stage's boundary allows no change of a role, or denies it."""
    allowed = {action for statement in own if statement.allows for action in statement.actions}
    for action in DENIED:
        if action in allowed and not any(action in statement.actions for statement in denials):
            yield Problem(place, f"allows {action}, which no code may do: take it out")


def _denies(statement: Statement, action: str, condition: tuple[Test, ...]) -> bool:
    everywhere = "*" in statement.resources
    return action in statement.actions and everywhere and statement.tests in ((), condition)


def _denies_approver(statement: Statement) -> bool:
    approver = f"::*:role{names.PATH}{names.APPROVER}"
    named = any(resource.endswith((approver, f"{approver}*")) or resource == "*" for resource in statement.resources)
    return "sts:AssumeRole" in statement.actions and named and not statement.tests


def _keeps_in_organization(statement: Statement) -> bool:
    operators = ("StringNotEquals", "StringNotEqualsIfExists")
    return any(test.operator in operators and test.values for test in statement.of("aws:ResourceOrgID"))
