"""Roles under the catalog's path: those of a project inside its boundary, and those that serve all projects."""

from collections.abc import Sequence
from typing import Any

from troposphere import Ref, Sub, Tags, iam

from templates import names, parameters
from templates.policy import Statement, document
from templates.project import Project


def project_role(project: Project, part: str, trust: Statement, grants: Sequence[Any], **more: Any) -> iam.Role:
    """`grants` are statements, or `If`s around them. By its tags another project's bucket tells whose role it is."""
    policies = [iam.Policy(PolicyName="grants", PolicyDocument=document(grants))]
    title, name = names.logical_id(part, "role"), Sub(project.short_name(part))
    return bounded_role(title, name, project.tags, trust, Policies=policies, **more)


def bounded_role(title: str, name: Sub, tags: Tags, trust: Statement, **more: Any) -> iam.Role:
    """A role inside the boundary, as a launch has to make it."""
    return iam.Role(
        title,
        RoleName=name,
        Path=names.PATH,
        Tags=tags,
        PermissionsBoundary=Ref(parameters.PERMISSIONS_BOUNDARY),
        AssumeRolePolicyDocument=document([trust]),
        **more,
    )


def account_role(name: str, trust: Statement, grants: Sequence[Any]) -> iam.Role:
    """A role that serves all projects of an account; `name` is one of `templates.names`."""
    return iam.Role(
        names.logical_id(name.removeprefix(f"{names.PREFIX}-"), "role"),
        RoleName=name,
        Path=names.PATH,
        AssumeRolePolicyDocument=document([trust]),
        Policies=[iam.Policy(PolicyName="grants", PolicyDocument=document(grants))],
    )
