"""The accounts that a model is deployed to, and access for a project's own roles there to its bucket and key."""

from collections.abc import Sequence
from typing import NamedTuple

from troposphere import If, NoValue, Parameter, Ref, Sub

from templates import parameters
from templates.arns import role_arn
from templates.policy import Statement, with_principal
from templates.project import Project


class Stage(NamedTuple):
    name: str
    account: Parameter

    def role(self, project: Project, part: str) -> Sub:
        """A role of the project in this stage's account; `part` is one of `templates.names`."""
        return role_arn(project.stage_role(self.name, part), f"${{{self.account.title}}}")


STAGES = (Stage("staging", parameters.STAGING_ACCOUNT), Stage("production", parameters.PRODUCTION_ACCOUNT))
STAGE_TEMPLATE = "stage-roles"
"""The name of the template of a project's roles in a stage's account."""
NO_STAGES: tuple[Stage, ...] = ()


def stage_roles(project: Project, *parts: str) -> list[Sub]:
    """Those roles of the project, in each of the stages' accounts."""
    return [stage.role(project, part) for stage in STAGES for part in parts]


def for_stage_roles(statement: Statement, roles: Sequence[Sub]) -> If:
    """The statement for those roles, in a resource policy, if the account has stages.

    Roles are named by a condition: AWS refuses a policy whose principal does not exist, and the bucket is there before
    the roles are; and a role that is deleted and created again would be another principal
    (IAM User Guide, "AWS JSON policy elements: Principal").
    """
    only = {
        "ArnEquals": {"aws:PrincipalArn": list(roles)},
        "StringEquals": {"aws:PrincipalOrgID": Ref(parameters.OWN_ORGANIZATION)},
    }
    named = statement | {"Condition": only | statement.get("Condition", {})}
    return If(parameters.HAS_STAGE_ACCOUNTS.name, with_principal({"AWS": "*"}, named), NoValue)
