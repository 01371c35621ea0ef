"""Who sees which portfolio and product: by owning, accepting or belonging to a unit, then by principal."""

import fnmatch
from collections.abc import Iterator
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import iam

from sandbox.api.store import Record
from sandbox.services.servicecatalog.records import STORE, anywhere, not_found
from sandbox.services.servicecatalog.shares import arrived_shares
from sandbox.world import organization


def portfolios() -> Iterator[tuple[Record, list[Record]]]:
    """What the current account sees, own or imported, each with the shares it arrived by."""
    account = get_account_id()
    for owner, portfolio in STORE.everywhere("portfolios"):
        shares = _shares_reaching(portfolio, account)
        if owner == account or shares:
            yield portfolio, shares


def portfolio(identifier: str) -> Record:
    return next((each for each, _ in portfolios() if each["id"] == identifier), None) or not_found(
        "portfolios", identifier
    )


def product(identifier: str | None, name: str | None = None) -> Record:
    """A product that the current account owns or imports; by name it must be its own."""
    own = STORE.here("products")
    named = [each for each in own.values() if each["detail"]["ProductViewSummary"]["Name"] == name]
    if identifier in own or (named and not identifier):
        return own[identifier] if identifier else named[0]
    if identifier and any(identifier in each["products"] for each, _ in portfolios()):
        return anywhere("products", identifier)
    return not_found("products", identifier or str(name))


def principals(portfolio: Record) -> list[Record]:
    """Principals that the current account sees on a portfolio: its own, and shared patterns of names."""
    rows = list(STORE.here("principals").get(portfolio["id"], {"rows": []})["rows"])
    if any(share["SharePrincipals"] for share in _shares_reaching(portfolio, get_account_id())):
        hub = STORE.at(portfolio["owner"], "principals").get(portfolio["id"], {"rows": []})["rows"]
        rows += [row for row in hub if row["PrincipalType"] == "IAM_PATTERN" and row not in rows]
    return rows


def offered() -> list[Record]:
    """The portfolios that name the caller; an account's root is no principal and is offered nothing."""
    caller = caller_entity()
    return [each for each, _ in portfolios() if any(_names(row, caller) for row in principals(each))]


def caller_entity() -> str:
    """The ARN of the caller's role, path included, or of the user itself."""
    caller = iam_evaluator.caller_arn()
    if ":assumed-role/" not in caller:
        return caller
    name = caller.split("/")[1]
    role = iam._roles.get_scoped(caller.split(":")[4], None, name)
    return role["Arn"] if role else caller


def _names(principal: Record, caller: str) -> bool:
    if principal["PrincipalType"] == "IAM":
        return principal["PrincipalARN"] == caller
    return fnmatch.fnmatchcase(caller.split(":", 5)[5], principal["PrincipalARN"].split(":", 5)[5])


def _shares_reaching(portfolio: Record, account: str) -> list[Record]:
    if portfolio["owner"] == account:
        return []
    nodes = {account, *organization.path(account)}
    if len(nodes) > 1:
        nodes.add(organization.accounts.ORGANIZATION)
    return [share for share in arrived_shares(portfolio) if share["Accepted"] and share["PrincipalId"] in nodes]


def launch_path(portfolio: Record) -> dict[str, Any]:
    """How a launch names the portfolio that it goes through."""
    return {"Id": portfolio["id"].replace("port-", "lpv3-"), "Name": portfolio["detail"]["DisplayName"]}
