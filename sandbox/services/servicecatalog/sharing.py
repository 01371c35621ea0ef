"""Sharing portfolios: with one account that accepts, or with a node of the organisation, one operation at a time."""

import re
from typing import Any

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import now
from sandbox.api.store import Record
from sandbox.services.servicecatalog.organizations_access import require_organization_sharing
from sandbox.services.servicecatalog.records import STORE, invalid, own
from sandbox.services.servicecatalog.shares import begin, key_of, reached, shares_of
from sandbox.world import accounts, organization

Request = dict[str, Any]

_NODE_TYPES = {"ACCOUNT": "ORGANIZATION_MEMBER_ACCOUNT"}


def CreatePortfolioShare(request: Request) -> Request:
    portfolio = own("portfolios", request["PortfolioId"])
    share = _share(request)
    if "AccountId" in request:
        portfolio["shares"].setdefault(key_of(share), share)
        return {}
    return {"PortfolioShareToken": begin(portfolio, "create", share)}


def UpdatePortfolioShare(request: Request) -> Request:
    portfolio = own("portfolios", request["PortfolioId"])
    share = _existing(portfolio, request)
    flags = {name: request.get(name, share[name]) for name in ("ShareTagOptions", "SharePrincipals")}
    token = begin(portfolio, "create", {**share, **flags})
    return {"PortfolioShareToken": token, "Status": "IN_PROGRESS"}


def DeletePortfolioShare(request: Request) -> Request:
    portfolio = own("portfolios", request["PortfolioId"])
    share = _existing(portfolio, request)
    if "AccountId" in request:
        del portfolio["shares"][key_of(share)]
        return {}
    return {"PortfolioShareToken": begin(portfolio, "delete", share)}


def DescribePortfolioShareStatus(request: Request) -> Request:
    operation = STORE.here("share_operations").get(request["PortfolioShareToken"])
    if operation is None:
        raise ServiceError("ResourceNotFoundException", f"Share token {request['PortfolioShareToken']} not found.")
    done = operation["ends"] <= now()
    return {
        "PortfolioShareToken": request["PortfolioShareToken"],
        "PortfolioId": operation["portfolio"],
        "OrganizationNodeValue": operation["share"]["PrincipalId"],
        "Status": "COMPLETED" if done else "IN_PROGRESS",
        "ShareDetails": {"SuccessfulShares": reached(operation["share"]) if done else [], "ShareErrors": []},
    }


def DescribePortfolioShares(request: Request) -> Request:
    shares = shares_of(own("portfolios", request["PortfolioId"]))
    return {"PortfolioShareDetails": [share for share in shares if share["Type"] == request["Type"]]}


def ListPortfolioAccess(request: Request) -> Request:
    shares = shares_of(own("portfolios", request["PortfolioId"]))
    return {"AccountIds": [share["PrincipalId"] for share in shares if share["Type"] == "ACCOUNT"]}


def ListOrganizationPortfolioAccess(request: Request) -> Request:
    wanted = _NODE_TYPES.get(request["OrganizationNodeType"], request["OrganizationNodeType"])
    shares = shares_of(own("portfolios", request["PortfolioId"]))
    nodes = [share["PrincipalId"] for share in shares if share["Type"] == wanted]
    return {"OrganizationNodes": [{"Type": request["OrganizationNodeType"], "Value": node} for node in nodes]}


def AcceptPortfolioShare(request: Request) -> None:
    if request.get("PortfolioShareType") == "AWS_ORGANIZATIONS":
        raise ServiceError("OperationNotSupportedException", "Organization shares are imported without being accepted.")
    _offered_to_account(request["PortfolioId"])["Accepted"] = True


def RejectPortfolioShare(request: Request) -> None:
    _offered_to_account(request["PortfolioId"])["Accepted"] = False


def _share(request: Request) -> Record:
    flags = {name: request.get(name, False) for name in ("ShareTagOptions", "SharePrincipals")}
    if ("AccountId" in request) == ("OrganizationNode" in request):
        raise invalid("Exactly one of AccountId and OrganizationNode must be specified.")
    if "AccountId" in request:
        if request["AccountId"] == get_account_id():
            raise invalid("A portfolio cannot be shared with the account that owns it.")
        return {"PrincipalId": request["AccountId"], "Type": "ACCOUNT", "Accepted": False, **flags}
    require_organization_sharing()
    kind, value = request["OrganizationNode"]["Type"], request["OrganizationNode"]["Value"].rpartition("/")[2]
    if not _exists(kind, value):
        raise invalid(f"{value} is no {kind} of the organization.")
    return {"PrincipalId": value, "Type": _NODE_TYPES.get(kind, kind), "Accepted": True, **flags}


def _exists(kind: str, value: str) -> bool:
    if kind == "ORGANIZATION":
        return value == accounts.ORGANIZATION
    if kind == "ACCOUNT":
        return value in organization.members()
    units = {unit for account in organization.members() for unit in organization.path(account)}
    return bool(re.match("ou-", value)) and value in units


def _existing(portfolio: Record, request: Request) -> Record:
    wanted = key_of(_share(request))
    found = {key_of(share): share for share in shares_of(portfolio)}
    if wanted not in found:
        raise ServiceError("ResourceNotFoundException", f"Portfolio {portfolio['id']} is not shared with {wanted}.")
    return found[wanted]


def _offered_to_account(portfolio: str) -> Record:
    offers = (each for _, each in STORE.everywhere("portfolios") if each["id"] == portfolio)
    shares = (share for offer in offers for share in shares_of(offer) if share["Type"] == "ACCOUNT")
    mine = next((share for share in shares if share["PrincipalId"] == get_account_id()), None)
    if mine is None:
        raise ServiceError("ResourceNotFoundException", f"Portfolio {portfolio} not found.")
    return mine
