"""Shares in force on a portfolio, and the one operation on them that may be in progress.

An organisation share is in effect a moment after the request, as at AWS; until then its status is IN_PROGRESS.
"""

import datetime
from typing import Literal

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import new_id, now
from sandbox.iam.arrival import has_arrived
from sandbox.services.servicecatalog.details import PortfolioShareDetail
from sandbox.services.servicecatalog.records import Portfolio, ShareOperation
from sandbox.services.servicecatalog.tables import SHARE_OPERATIONS
from sandbox.world import accounts, organization

_DURATION = datetime.timedelta(milliseconds=150)


def shares_of(portfolio: Portfolio) -> list[PortfolioShareDetail]:
    """The shares in force, after an operation that has ended by now is applied."""
    operation = portfolio.sharing
    if operation and operation.ends <= now():
        portfolio.sharing = None
        key = key_of(operation.share)
        if operation.action == "create":
            portfolio.shares[key] = operation.share
            portfolio.shared_since[key] = operation.ends
        else:
            portfolio.shares.pop(key, None)
    return list(portfolio.shares.values())


def begin(portfolio: Portfolio, action: Literal["create", "delete"], share: PortfolioShareDetail) -> str:
    """Start an operation; returns the token under which its status is read."""
    shares_of(portfolio)
    if portfolio.sharing:
        # AWS's words: github.com/awslabs/landing-zone-accelerator-on-aws issue 893
        problem = "Cannot process more than one portfolio share action at the same time. Try again later."
        raise ServiceError("InvalidStateException", problem)
    operation = ShareOperation(new_id("share"), portfolio.id, action, share, now() + _DURATION)
    SHARE_OPERATIONS.here()[operation.id] = portfolio.sharing = operation
    return operation.id


def arrived_shares(portfolio: Portfolio) -> list[PortfolioShareDetail]:
    """The shares in force that other accounts see by now."""
    since = portfolio.shared_since
    shares = {key_of(share): share for share in shares_of(portfolio)}
    return [share for key, share in shares.items() if key not in since or has_arrived(since[key])]


def key_of(share: PortfolioShareDetail) -> str:
    return f"{share['Type']} {share['PrincipalId']}"


def accounts_of(share: PortfolioShareDetail) -> list[str]:
    """The accounts that a share is for."""
    node = share["PrincipalId"]
    if node == accounts.ORGANIZATION:
        return organization.accounts_under([accounts.ROOT])
    return organization.accounts_under([node]) if node.startswith("ou-") else [node]
