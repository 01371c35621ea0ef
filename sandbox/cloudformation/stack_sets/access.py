"""Trusted access of StackSets: CloudFormation API reference, "ActivateOrganizationsAccess"."""

from ministack.core.responses import get_account_id
from ministack.services.cloudformation import handlers, helpers

from sandbox.world import organization, trusted_access
from sandbox.world.trusted_access import STACK_SETS


def _answered(name: str, result: str = "") -> tuple:
    return helpers._xml(200, f"{name}Response", f"<{name}Result>{result}</{name}Result>")


def _change(activate: bool, name: str) -> tuple:  # noqa: FBT001
    if not organization.is_management(get_account_id()):
        message = "You must be the management account of an organization to do this"
        return helpers._error("InvalidOperationException", message, 400)
    (trusted_access.activate if activate else trusted_access.deactivate)(STACK_SETS)
    return _answered(name)


def _activate(_parameters: dict) -> tuple:
    return _change(True, "ActivateOrganizationsAccess")  # noqa: FBT003


def _deactivate(_parameters: dict) -> tuple:
    return _change(False, "DeactivateOrganizationsAccess")  # noqa: FBT003


def _describe(_parameters: dict) -> tuple:
    account = get_account_id()
    if not organization.is_management(account) and not trusted_access.is_administrator(account, STACK_SETS):
        message = "Account used is not a delegated administrator"
        return helpers._error("InvalidOperationException", message, 400)
    status = "ENABLED" if trusted_access.is_activated(STACK_SETS) else "DISABLED"
    return _answered("DescribeOrganizationsAccess", f"<Status>{status}</Status>")


def install() -> None:
    handlers._ACTION_HANDLERS |= {
        "ActivateOrganizationsAccess": _activate,
        "DeactivateOrganizationsAccess": _deactivate,
        "DescribeOrganizationsAccess": _describe,
    }
