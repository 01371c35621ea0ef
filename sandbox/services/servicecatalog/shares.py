"""Shares in force on a portfolio, and the one operation on them that may be under way.

An organisation share takes a moment, as at AWS: its effect and its status change when the moment has passed.
"""

import datetime

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import new_id, now
from sandbox.api.store import Record
from sandbox.iam.arrival import has_arrived
from sandbox.services.servicecatalog.records import STORE
from sandbox.world import accounts, organization

_DURATION = datetime.timedelta(milliseconds=150)


def shares_of(portfolio: Record) -> list[Record]:
    """The shares in force, after every operation whose moment has passed."""
    operation = portfolio.get("sharing")
    if operation and operation["ends"] <= now():
        portfolio["sharing"] = None
        if operation["action"] == "create":
            portfolio["shares"][key_of(operation["share"])] = operation["share"]
            portfolio.setdefault("shared_since", {})[key_of(operation["share"])] = operation["ends"]
        else:
            portfolio["shares"].pop(key_of(operation["share"]), None)
    return list(portfolio["shares"].values())


def begin(portfolio: Record, action: str, share: Record) -> str:
    """Start an operation; answers the token under which its status is asked for."""
    shares_of(portfolio)
    if portfolio.get("sharing"):
        # AWS's words: github.com/awslabs/landing-zone-accelerator-on-aws issue 893
        problem = "Cannot process more than one portfolio share action at the same time. Try again later."
        raise ServiceError("InvalidStateException", problem)
    token = new_id("share")
    operation = {"id": token, "portfolio": portfolio["id"], "action": action, "share": share, "ends": now() + _DURATION}
    STORE.here("share_operations")[token] = portfolio["sharing"] = operation
    return token


def arrived_shares(portfolio: Record) -> list[Record]:
    """The shares in force that other accounts see by now."""
    since = portfolio.get("shared_since", {})
    shares = {key_of(share): share for share in shares_of(portfolio)}
    return [share for key, share in shares.items() if key not in since or has_arrived(since[key])]


def key_of(share: Record) -> str:
    return f"{share['Type']} {share['PrincipalId']}"


def reached(share: Record) -> list[str]:
    """The accounts that a share arrives in."""
    node = share["PrincipalId"]
    if node == accounts.ORGANIZATION:
        return organization.accounts_under([accounts.ROOT])
    return organization.accounts_under([node]) if node.startswith("ou-") else [node]
