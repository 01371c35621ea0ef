"""Trusted access of StackSets: CloudFormation API reference, "ActivateOrganizationsAccess"."""

from collections.abc import Callable

from ministack.core.responses import get_account_id

from sandbox.api.types import HttpAnswer
from sandbox.cloudformation.engine_api import HANDLERS, Parameters, answer, error
from sandbox.world import organization, trusted_access
from sandbox.world.trusted_access import STACK_SETS


def _changed_by_management(operation: str, change: Callable[[str], None]) -> HttpAnswer:
    if not organization.is_management(get_account_id()):
        message = "You must be the management account of an organization to do this"
        return error("InvalidOperationException", message)
    change(STACK_SETS)
    return answer(operation)


def _activate(_parameters: Parameters) -> HttpAnswer:
    return _changed_by_management("ActivateOrganizationsAccess", trusted_access.activate)


def _deactivate(_parameters: Parameters) -> HttpAnswer:
    return _changed_by_management("DeactivateOrganizationsAccess", trusted_access.deactivate)


def _describe(_parameters: Parameters) -> HttpAnswer:
    account = get_account_id()
    if not organization.is_management(account) and not trusted_access.is_administrator(account, STACK_SETS):
        return error("InvalidOperationException", "Account used is not a delegated administrator")
    status = "ENABLED" if trusted_access.is_activated(STACK_SETS) else "DISABLED"
    return answer("DescribeOrganizationsAccess", f"<Status>{status}</Status>")


def install() -> None:
    HANDLERS["ActivateOrganizationsAccess"] = _activate
    HANDLERS["DeactivateOrganizationsAccess"] = _deactivate
    HANDLERS["DescribeOrganizationsAccess"] = _describe
