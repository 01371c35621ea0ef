"""Every role of a project is in the permissions boundary, on the catalog's path, and named after the project's id."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Role, Template, is_boundary
from scripts.gate.model.values import text
from templates import names

WITHOUT_PATH = (names.LAUNCH_ROLE, names.PUBLISHER)
"""A launch constraint names its role by the name alone; a person types the publisher's into a profile."""
STUDIO_PATH = "/service-role/"
OF_STUDIO = "AmazonSageMaker-ExecutionRole-"
"""The name and path of Studio's roles are SageMaker's own: what is denied to them rests on those."""
BOUNDARIES = {
    "product": ("${PermissionsBoundary}",),
    "stage": (f":policy{names.PATH}{names.PREFIX}-stage-boundary",),
}


def check(template: Template) -> Iterator[Problem]:
    for role in template.roles:
        for problem in (*_bounded(role, BOUNDARIES.get(template.kind, ())), *_named(role, template.kind)):
            yield Problem(role.title, problem)
    for policy in template.of_type("AWS::IAM::ManagedPolicy"):
        if is_boundary(policy) and text(policy.properties.get("Path")) != names.PATH:
            yield Problem(policy.name, f"is not below {names.PATH}: roles name it there")


def _bounded(role: Role, boundaries: tuple[str, ...]) -> Iterator[str]:
    if boundaries and not text(role.resource.properties.get("PermissionsBoundary")).endswith(boundaries):
        yield "has no permissions boundary of the catalog: set PermissionsBoundary"


def _named(role: Role, kind: str) -> Iterator[str]:
    if kind == "team" and role.name.startswith(OF_STUDIO):
        if text(role.resource.properties.get("Path")) != STUDIO_PATH:
            yield f"is not below {STUDIO_PATH}: what is denied to Studio's roles rests on it"
        return
    if text(role.resource.properties.get("Path")) != names.PATH and role.name not in WITHOUT_PATH:
        yield f"is not below {names.PATH}: set Path, which trust and policies rest on"
    prefix = "sagemaker-${" if kind in BOUNDARIES else f"{names.PREFIX}-"
    if not role.name.startswith(prefix):
        yield f"is named {role.name}: begin with {prefix}, as policies expect"
