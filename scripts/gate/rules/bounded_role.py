"""Every role of a project is in the permissions boundary, on the catalog's path, and named after the project's id."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template, is_boundary
from scripts.gate.model.values import text
from templates import names

WITHOUT_PATH = (names.LAUNCH_ROLE, names.PUBLISHER)
"""A launch constraint names its role by the name alone; a person types the publisher's into a profile."""
BOUNDARIES = {
    "product": ("${PermissionsBoundary}",),
    "stage": (f":policy{names.PATH}{names.PREFIX}-stage-boundary",),
}


def check(template: Template) -> Iterator[Problem]:
    boundaries = BOUNDARIES.get(template.kind, ())
    for role in template.roles if boundaries else ():
        properties = role.resource.properties
        if not text(properties.get("PermissionsBoundary")).endswith(boundaries):
            yield Problem(role.title, "has no permissions boundary of the catalog: set PermissionsBoundary")
        if not role.name.startswith("sagemaker-${"):
            yield Problem(role.title, f"is named {role.name}: begin with sagemaker-<project id>-")
    for role in template.roles:
        if text(role.resource.properties.get("Path")) != names.PATH and role.name not in WITHOUT_PATH:
            yield Problem(role.title, f"is not below {names.PATH}: set Path, which trust and policies rest on")
        if template.kind == "foundation" and not role.name.startswith(f"{names.PREFIX}-"):
            yield Problem(role.title, f"is named {role.name}: begin with {names.PREFIX}-, which others are denied")
    for policy in template.of_type("AWS::IAM::ManagedPolicy"):
        if is_boundary(policy) and text(policy.properties.get("Path")) != names.PATH:
            yield Problem(policy.name, f"is not below {names.PATH}: roles name it there")
