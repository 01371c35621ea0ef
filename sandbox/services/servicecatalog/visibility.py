"""Which portfolios and products a caller sees: its account owns or imports them, and a principal matches the caller."""

import fnmatch
from collections.abc import Iterator

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import iam

from sandbox.services.servicecatalog.details import LaunchPath, PortfolioShareDetail, Principal
from sandbox.services.servicecatalog.records import Portfolio, Product
from sandbox.services.servicecatalog.refusals import not_found
from sandbox.services.servicecatalog.shares import arrived_shares
from sandbox.services.servicecatalog.tables import PORTFOLIOS, PRINCIPALS, PRODUCTS
from sandbox.world import organization


def portfolios() -> Iterator[tuple[Portfolio, list[PortfolioShareDetail]]]:
    """What the current account sees, own or imported, with the shares through which a portfolio is imported."""
    for owner, portfolio in PORTFOLIOS.everywhere():
        shares = _shares_with(get_account_id(), portfolio)
        if owner == get_account_id() or shares:
            yield portfolio, shares


def portfolio(identifier: str) -> Portfolio:
    found = next((portfolio for portfolio, _ in portfolios() if portfolio.id == identifier), None)
    return found or not_found("Portfolio", identifier)


def product(identifier: str | None, name: str | None = None) -> Product:
    """A product that the current account owns or imports; by name it must be its own."""
    own = PRODUCTS.here()
    if identifier in own:
        return own[identifier]
    if identifier and any(identifier in portfolio.products for portfolio, _ in portfolios()):
        return PRODUCTS.anywhere(identifier)
    named = [] if identifier else [one for one in own.values() if one.detail["ProductViewSummary"]["Name"] == name]
    return named[0] if named else not_found("Product", identifier or str(name))


def principals(portfolio: Portfolio) -> list[Principal]:
    """Principals that the current account sees on a portfolio: its own, and shared patterns of names."""
    own = own_principals(portfolio)
    if not any(share["SharePrincipals"] for share in _shares_with(get_account_id(), portfolio)):
        return own
    hub = PRINCIPALS.at(portfolio.owner).get(portfolio.id)
    shared = hub.principals if hub else []
    return own + [one for one in shared if one["PrincipalType"] == "IAM_PATTERN" and one not in own]


def own_principals(portfolio: Portfolio) -> list[Principal]:
    """Principals that the current account itself associated with a portfolio."""
    record = PRINCIPALS.here().get(portfolio.id)
    return list(record.principals) if record else []


def launchable_portfolios() -> list[Portfolio]:
    """The portfolios with a principal that matches the caller; the root user of an account matches none."""
    caller = caller_entity()
    return [portfolio for portfolio, _ in portfolios() if any(_matches(one, caller) for one in principals(portfolio))]


def caller_entity() -> str:
    """The ARN of the caller's role, path included, or of the user itself."""
    caller = iam_evaluator.caller_arn()
    if ":assumed-role/" not in caller:
        return caller
    name = caller.split("/")[1]
    role = iam._roles.get_scoped(caller.split(":")[4], None, name)
    return role["Arn"] if role else caller


def _matches(principal: Principal, caller: str) -> bool:
    if principal["PrincipalType"] == "IAM":
        return principal["PrincipalARN"] == caller
    return fnmatch.fnmatchcase(caller.split(":", 5)[5], principal["PrincipalARN"].split(":", 5)[5])


def _shares_with(account: str, portfolio: Portfolio) -> list[PortfolioShareDetail]:
    if portfolio.owner == account:
        return []
    nodes = {account, *organization.path(account)}
    if len(nodes) > 1:
        nodes.add(organization.accounts.ORGANIZATION)
    return [share for share in arrived_shares(portfolio) if share["Accepted"] and share["PrincipalId"] in nodes]


def launch_path(portfolio: Portfolio) -> LaunchPath:
    """How a launch names the portfolio that it goes through."""
    return {"Id": portfolio.id.replace("port-", "lpv3-"), "Name": portfolio.detail["DisplayName"]}
