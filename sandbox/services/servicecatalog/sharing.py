"""Sharing portfolios: with one account that accepts, or with a node of the organisation, one operation at a time."""

import re

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import now
from sandbox.api.types import Answer, Request
from sandbox.services.servicecatalog.details import PortfolioShareDetail, with_members
from sandbox.services.servicecatalog.organizations_access import require_organization_sharing
from sandbox.services.servicecatalog.records import Portfolio
from sandbox.services.servicecatalog.refusals import invalid
from sandbox.services.servicecatalog.shares import accounts_of, begin, key_of, shares_of
from sandbox.services.servicecatalog.tables import PORTFOLIOS, SHARE_OPERATIONS
from sandbox.world import accounts, organization

_SHARE_TYPES = {"ACCOUNT": "ORGANIZATION_MEMBER_ACCOUNT"}


def CreatePortfolioShare(request: Request) -> Answer:
    portfolio = PORTFOLIOS.own(request["PortfolioId"])
    share = _share(request)
    if "AccountId" in request:
        portfolio.shares.setdefault(key_of(share), share)
        return {}
    return {"PortfolioShareToken": begin(portfolio, "create", share)}


def UpdatePortfolioShare(request: Request) -> Answer:
    portfolio = PORTFOLIOS.own(request["PortfolioId"])
    share = with_members(_existing(portfolio, request), request, ("ShareTagOptions", "SharePrincipals"))
    return {"PortfolioShareToken": begin(portfolio, "create", share), "Status": "IN_PROGRESS"}


def DeletePortfolioShare(request: Request) -> Answer:
    portfolio = PORTFOLIOS.own(request["PortfolioId"])
    share = _existing(portfolio, request)
    if "AccountId" in request:
        del portfolio.shares[key_of(share)]
        return {}
    return {"PortfolioShareToken": begin(portfolio, "delete", share)}


def DescribePortfolioShareStatus(request: Request) -> Answer:
    operation = SHARE_OPERATIONS.here().get(request["PortfolioShareToken"])
    if operation is None:
        raise ServiceError("ResourceNotFoundException", f"Share token {request['PortfolioShareToken']} not found.")
    ended = operation.ends <= now()
    return {
        "PortfolioShareToken": operation.id,
        "PortfolioId": operation.portfolio,
        "OrganizationNodeValue": operation.share["PrincipalId"],
        "Status": "COMPLETED" if ended else "IN_PROGRESS",
        "ShareDetails": {"SuccessfulShares": accounts_of(operation.share) if ended else [], "ShareErrors": []},
    }


def DescribePortfolioShares(request: Request) -> Answer:
    shares = shares_of(PORTFOLIOS.own(request["PortfolioId"]))
    return {"PortfolioShareDetails": [share for share in shares if share["Type"] == request["Type"]]}


def ListPortfolioAccess(request: Request) -> Answer:
    shares = shares_of(PORTFOLIOS.own(request["PortfolioId"]))
    return {"AccountIds": [share["PrincipalId"] for share in shares if share["Type"] == "ACCOUNT"]}


def ListOrganizationPortfolioAccess(request: Request) -> Answer:
    share_type = _SHARE_TYPES.get(request["OrganizationNodeType"], request["OrganizationNodeType"])
    shares = shares_of(PORTFOLIOS.own(request["PortfolioId"]))
    nodes = [share["PrincipalId"] for share in shares if share["Type"] == share_type]
    return {"OrganizationNodes": [{"Type": request["OrganizationNodeType"], "Value": node} for node in nodes]}


def AcceptPortfolioShare(request: Request) -> None:
    if request.get("PortfolioShareType") == "AWS_ORGANIZATIONS":
        raise ServiceError("OperationNotSupportedException", "Organization shares are imported without being accepted.")
    _share_with_caller(request["PortfolioId"])["Accepted"] = True


def RejectPortfolioShare(request: Request) -> None:
    _share_with_caller(request["PortfolioId"])["Accepted"] = False


def _share(request: Request) -> PortfolioShareDetail:
    """The share that a request is about."""
    if ("AccountId" in request) == ("OrganizationNode" in request):
        raise invalid("Exactly one of AccountId and OrganizationNode must be specified.")
    if "AccountId" in request:
        if request["AccountId"] == get_account_id():
            raise invalid("A portfolio cannot be shared with the account that owns it.")
        return _share_detail(request, "ACCOUNT", request["AccountId"])
    require_organization_sharing()
    node: dict[str, str] = request["OrganizationNode"]
    node_type, value = node["Type"], node["Value"].rpartition("/")[2]
    if not _exists(node_type, value):
        raise invalid(f"{value} is no {node_type} of the organization.")
    return _share_detail(request, _SHARE_TYPES.get(node_type, node_type), value)


def _share_detail(request: Request, share_type: str, principal: str) -> PortfolioShareDetail:
    return {
        "PrincipalId": principal,
        "Type": share_type,
        "Accepted": share_type != "ACCOUNT",
        "ShareTagOptions": request.get("ShareTagOptions", False),
        "SharePrincipals": request.get("SharePrincipals", False),
    }


def _exists(node_type: str, value: str) -> bool:
    if node_type == "ORGANIZATION":
        return value == accounts.ORGANIZATION
    if node_type == "ACCOUNT":
        return value in organization.members()
    units = {unit for account in organization.members() for unit in organization.path(account)}
    return bool(re.match("ou-", value)) and value in units


def _existing(portfolio: Portfolio, request: Request) -> PortfolioShareDetail:
    key = key_of(_share(request))
    shares = {key_of(share): share for share in shares_of(portfolio)}
    if key not in shares:
        raise ServiceError("ResourceNotFoundException", f"Portfolio {portfolio.id} is not shared with {key}.")
    return shares[key]


def _share_with_caller(identifier: str) -> PortfolioShareDetail:
    """The share of a portfolio with the current account."""
    for _, portfolio in PORTFOLIOS.everywhere():
        for share in shares_of(portfolio) if portfolio.id == identifier else ():
            if share["Type"] == "ACCOUNT" and share["PrincipalId"] == get_account_id():
                return share
    raise ServiceError("ResourceNotFoundException", f"Portfolio {identifier} not found.")
