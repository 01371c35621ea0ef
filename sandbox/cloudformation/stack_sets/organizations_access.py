"""Trusted access of StackSets: CloudFormation API reference, "ActivateOrganizationsAccess"."""

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.world import organization, trusted_access
from sandbox.world.trusted_access import STACK_SETS


def ActivateOrganizationsAccess(_request: Request) -> Answer:
    _require_management()
    trusted_access.activate(STACK_SETS)
    return {}


def DeactivateOrganizationsAccess(_request: Request) -> Answer:
    _require_management()
    trusted_access.deactivate(STACK_SETS)
    return {}


def DescribeOrganizationsAccess(_request: Request) -> Answer:
    account = get_account_id()
    if not organization.is_management(account) and not trusted_access.is_administrator(account, STACK_SETS):
        raise ServiceError("InvalidOperationException", "Account used is not a delegated administrator")
    return {"Status": "ENABLED" if trusted_access.is_activated(STACK_SETS) else "DISABLED"}


def _require_management() -> None:
    if not organization.is_management(get_account_id()):
        message = "You must be the management account of an organization to do this"
        raise ServiceError("InvalidOperationException", message)
