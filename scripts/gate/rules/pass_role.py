"""A role is passed to the services that are named, and it is one role: who passes any role has the permissions of all.

Only the launch role passes a pattern: the roles of projects, which it makes inside their boundary.
"""

from collections.abc import Iterator

from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template
from templates import names

PASSED = "iam:PassRole"
SERVICES = frozenset(
    f"{service}.amazonaws.com"
    for service in ("cloudformation", "codebuild", "codepipeline", "events", "sagemaker", "scheduler", "servicecatalog")
)
LAUNCH_ONLY = frozenset({"states.amazonaws.com"})
"""Whose resources a stack makes and the project only defines: a role that may pass one gives them another."""
LAUNCHED = (f":role{names.PATH}sagemaker-*", f":role{names.PATH}sagemaker-p-*")


def check(template: Template) -> Iterator[Problem]:
    passing = [statement for statement in template.identity if statement.allows and PASSED in statement.actions]
    launching = {role.title for role in template.roles if role.name == names.LAUNCH_ROLE}
    for statement in passing:
        if statement.kind == "identity" or template.name == "target":
            yield from _services(statement, SERVICES | LAUNCH_ONLY if statement.place in launching else SERVICES)
        for resource in statement.resources:
            patterns = LAUNCHED if statement.place in launching or statement.kind == "boundary" else ()
            if "*" in resource and not resource.endswith(patterns):
                yield Problem(statement.place, f"may pass {resource}: name the one role")


def _services(statement: Statement, known: frozenset[str]) -> Iterator[Problem]:
    tests = [test for test in statement.of("iam:PassedToService") if test.exact]
    if not tests:
        yield Problem(statement.place, "may pass a role to any service: add iam:PassedToService")
    for service in sorted({value for test in tests for value in test.values} - known):
        yield Problem(statement.place, f"may pass a role to {service}, which has no part in a project: take it out")
