"""Who approves does nothing else, and nothing else approves: neither code, nor who launches, nor who deploys."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Role, Template
from templates import names

APPROVALS = ("sagemaker:UpdateModelPackage", "codepipeline:PutApprovalResult")
READING = ("Describe", "Get", "List", "BatchGet", "Search")
WITH_AN_APPROVAL = ("kms:Decrypt", *APPROVALS)


def check(template: Template) -> Iterator[Problem]:
    for role in template.roles:
        actions = {action for action, _ in role.granted}
        if names.APPROVER in role.name:
            yield from _approver(role, actions)
        else:
            for action in sorted(actions & set(APPROVALS)):
                yield Problem(role.title, f"may approve by {action}: only {names.APPROVER} may")


def _approver(role: Role, actions: set[str]) -> Iterator[Problem]:
    for action in sorted(actions):
        verb = action.partition(":")[2]
        if not verb.startswith(READING) and action not in WITH_AN_APPROVAL:
            yield Problem(role.title, f"approves and may also {action}: take it out")
    if role.services:
        yield Problem(role.title, "approves and is assumed by a service: people approve")
