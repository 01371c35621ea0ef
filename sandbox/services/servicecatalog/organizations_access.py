"""Sharing through the organisation, which its management account enables before a portfolio is shared with a unit."""

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.iam import caller
from sandbox.world import organization, trusted_access
from sandbox.world.trusted_access import SERVICE_CATALOG


def EnableAWSOrganizationsAccess(_request: Request) -> None:
    _require_management()
    trusted_access.activate(SERVICE_CATALOG)


def DisableAWSOrganizationsAccess(_request: Request) -> None:
    """Service Catalog API reference: not while there are delegated administrators."""
    _require_management()
    if trusted_access.has_administrators(SERVICE_CATALOG):
        raise ServiceError("InvalidStateException", "The organization has active delegated administrators.")
    trusted_access.deactivate(SERVICE_CATALOG)


def GetAWSOrganizationsAccessStatus(_request: Request) -> Answer:
    _require_administrator()
    return {"AccessStatus": "ENABLED" if trusted_access.is_activated(SERVICE_CATALOG) else "DISABLED"}


def require_organization_sharing() -> None:
    """Service Catalog API reference, "CreatePortfolioShare"; which codes AWS refuses with is in docs/assumptions.md."""
    _require_administrator()
    if not trusted_access.is_activated(SERVICE_CATALOG):
        problem = "AWSOrganizationsAccess must be enabled in order to create a portfolio share to an organization node."
        raise ServiceError("InvalidStateException", problem)


def _require_management() -> None:
    if not organization.is_management(get_account_id()):
        raise ServiceError("AccessDeniedException", "You are not authorized to perform this action", 403)


def _require_administrator() -> None:
    """github.com/crossplane-contrib/provider-upjet-aws issue 233: the permission is required as well."""
    account = get_account_id()
    registered = trusted_access.is_administrator(account, SERVICE_CATALOG)
    if organization.is_management(account) or (registered and caller.may("organizations:ListDelegatedAdministrators")):
        return
    problem = (
        "Account must either be the master or delegated admin of an organization and must have IAM permission for "
        "ListDelegatedAdministrator operation."
    )
    raise ServiceError("AccessDeniedException", problem, 403)
