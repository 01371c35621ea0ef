"""What a project's role is granted, its boundary allows: a grant beyond it is a mistake or an attempt."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template, is_boundary
from templates import names

SPOKE_ROLES, TARGET = "spoke-roles", "target"


def check(template: Template) -> Iterator[Problem]:
    allowed = _allowed(template.beside.get(SPOKE_ROLES if template.kind == "product" else TARGET))
    for role in template.roles if allowed and template.kind in ("product", "stage") else ():
        for action in sorted({action for action, _ in role.granted} - allowed):
            yield Problem(
                role.title, f"is granted {action}, which {names.BOUNDARY} does not allow: take one of them out"
            )


def _allowed(foundation: Template | None) -> set[str]:
    policies = foundation.of_type("AWS::IAM::ManagedPolicy") if foundation else ()
    bounding = {policy.name for policy in policies if is_boundary(policy)}
    found = foundation.identity if foundation else ()
    return {
        action
        for statement in found
        if statement.place in bounding and statement.allows
        for action in statement.actions
    }
