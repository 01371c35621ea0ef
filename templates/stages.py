"""The accounts that a model is deployed to, and the roles there that reach back into the project."""

from collections.abc import Sequence

from troposphere import If, NoValue, Sub

from templates import parameters
from templates.arns import role_arn
from templates.conditions import HAS_STAGE_ACCOUNTS
from templates.policy import Statement, granted_to

STAGES = (("staging", parameters.STAGING_ACCOUNT), ("production", parameters.PRODUCTION_ACCOUNT))


def stage_roles(*role_names: str) -> list[Sub]:
    """The named roles, in each of the stages' accounts."""
    return [role_arn(name, f"${{{account.title}}}") for _, account in STAGES for name in role_names]


def for_stages(statement: Statement, role_names: Sequence[str]) -> If:
    """The statement for those roles, in a resource's policy, where the account has stages at all."""
    return If(HAS_STAGE_ACCOUNTS.name, granted_to({"AWS": stage_roles(*role_names)}, statement), NoValue)
