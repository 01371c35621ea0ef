"""A role trusts the services that it is used by, and no other: another service would run with its permissions."""

from collections.abc import Iterator, Mapping
from typing import Any

from scripts.gate.model.remembered import remembered
from scripts.gate.model.template import Problem, Resource, Role, Template
from scripts.gate.model.values import branches, texts
from templates import names

USERS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "AWS::CodeBuild::Project": (("ServiceRole",), "codebuild"),
    "AWS::CodePipeline::Pipeline": (("RoleArn",), "codepipeline"),
    "AWS::Events::Rule": (("Targets", "RoleArn"), "events"),
    "AWS::Scheduler::Schedule": (("Target", "RoleArn"), "scheduler"),
    "AWS::Lambda::Function": (("Role",), "lambda"),
    "AWS::SageMaker::Model": (("ExecutionRoleArn",), "sagemaker"),
    "AWS::StepFunctions::StateMachine": (("RoleArn",), "states"),
}
"""By kind of resource: the property with the role's ARN, and the service that assumes it."""
NAMED = {names.LAUNCH_ROLE: "servicecatalog"}
"""Roles that are named where no template shows it: a launch constraint names its role by the name alone."""


def check(template: Template) -> Iterator[Problem]:
    if template.kind == "team":
        return  # user profiles of Studio, which no template of the catalog makes, run under it
    used = [pair for other in {**template.beside, template.name: template}.values() for pair in _uses(other)]
    for role in template.roles:
        services = {f"{service}.amazonaws.com" for user, service in used if _is_role(user, role)}
        services |= {f"{NAMED[role.name]}.amazonaws.com"} if role.name in NAMED else set()
        for service in sorted(role.services - services):
            yield Problem(role.title, f"trusts {service}, which nothing uses it for: take it out")


@remembered
def _uses(template: Template) -> Iterator[tuple[str, str]]:
    for resource in template.of_type(*USERS):
        yield from ((found, USERS[resource.type][1]) for found in used_roles(resource))
    for statement in template.identity:
        if statement.allows and "iam:PassRole" in statement.actions:
            services = [value for test in statement.of("iam:PassedToService") for value in test.values]
            yield from ((role, service.partition(".")[0]) for role in statement.resources for service in services)


def used_roles(resource: Resource) -> Iterator[str]:
    """The roles that a resource runs under, as text."""
    values: list[Any] = [resource.properties]
    for name in USERS[resource.type][0]:
        listed = [found for value in values for found in branches(value)]
        members = [part for value in listed for part in (value if isinstance(value, list) else [value])]
        values = [part.get(name) for member in members for part in branches(member)]
    yield from (found for value in values for found in texts(value))


def _is_role(user: str, role: Role) -> bool:
    return user == f"${{{role.title}.Arn}}" or (role.name != "" and user.endswith(f"{names.PATH}{role.name}"))
