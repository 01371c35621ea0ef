"""The accounts that a model is deployed to, and access for their roles to a project's bucket and key."""

from collections.abc import Sequence

from troposphere import If, NoValue, Ref, Sub

from templates import parameters
from templates.arns import role_arn
from templates.policy import Statement, with_principal

STAGES = (("staging", parameters.STAGING_ACCOUNT), ("production", parameters.PRODUCTION_ACCOUNT))


def stage_roles(*role_names: str) -> list[Sub]:
    """The named roles, in each of the stages' accounts."""
    return [role_arn(name, f"${{{account.title}}}") for _, account in STAGES for name in role_names]


def for_stages(statement: Statement, role_names: Sequence[str]) -> If:
    """The statement for those roles, in a resource policy, if the account has stages.

    Roles are named by a condition: AWS refuses a policy whose principal does not exist, so that one missing role in a
    stage's account would end every launch; and a role that is deleted and created again would be another principal
    (IAM User Guide, "AWS JSON policy elements: Principal").
    """
    only = {
        "ArnEquals": {"aws:PrincipalArn": stage_roles(*role_names)},
        "StringEquals": {"aws:PrincipalOrgID": Ref(parameters.OWN_ORGANIZATION)},
    }
    named = statement | {"Condition": only | statement.get("Condition", {})}
    return If(parameters.HAS_STAGE_ACCOUNTS.name, with_principal({"AWS": "*"}, named), NoValue)
