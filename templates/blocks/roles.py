"""Roles under the catalog's path: those of a project inside its boundary, and those that serve all projects."""

from collections.abc import Sequence
from typing import Any

from troposphere import Ref, Sub, iam

from templates import names, parameters
from templates.policy import Statement, document
from templates.project import Project


def project_role(project: Project, part: str, trust: Statement, grants: Sequence[Any], **more: Any) -> iam.Role:
    """`grants` are statements, or `If`s around them. By its tags another project's bucket tells whose role it is."""
    return iam.Role(
        names.logical_id(part, "role"),
        RoleName=Sub(project.short_name(part)),
        Path=names.PATH,
        Tags=project.tags,
        PermissionsBoundary=Ref(parameters.PERMISSIONS_BOUNDARY),
        AssumeRolePolicyDocument=document([trust]),
        Policies=[iam.Policy(PolicyName="grants", PolicyDocument=document(grants))],
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
