"""Reads in every spoke what a publish should have deployed there."""

import hashlib
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from scripts.aws.account import Account, Identity
from scripts.aws.publishing.assets import find_assets
from scripts.aws.publishing.organization import units_above
from scripts.aws.role_policies import policies_of
from scripts.publishing.desired import Region
from templates import names

READER = f"role{names.PATH}{names.READER}"
AT_ONCE = 8


@dataclass(frozen=True)
class SpokeReading:
    """What one account sees in one region; `problem` is why it could not be read.

    `products` maps names to versions, `launch_roles` maps names to fingerprints, `assets` maps keys to the sha-256 of
    what the account reads there; `units` are the ids of the units that it is below.
    """

    account: str
    region: str
    products: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    launch_roles: dict[str, str | None] = field(default_factory=dict[str, str | None])
    assets: dict[str, str] = field(default_factory=dict[str, str])
    units: frozenset[str] = frozenset()
    problem: str | None = None


def read_spokes(hub: Account, places: Iterable[tuple[str, Region]], roles: tuple[str, ...]) -> tuple[SpokeReading, ...]:
    """One reading for each account and region, through the reader role of the spoke roles."""
    identity = hub.identity()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return tuple(pool.map(lambda place: _read(hub, identity, place, roles), places))


def fingerprint(account: Account, numbers: Iterable[str], role: str) -> str | None:
    """A digest of a role's trust policy and permissions; None when there is no such role.

    It is the same in every account: `numbers`, those of the account itself and of the hub, are replaced.
    """
    client: Any = account.client("iam", account.home)
    try:
        trust = client.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    except client.exceptions.NoSuchEntityException:
        return None
    content = json.dumps([trust, policies_of(client, role)], sort_keys=True)
    for number in numbers:
        content = content.replace(number, "ACCOUNT")
    return hashlib.sha256(content.encode()).hexdigest()


def _read(hub: Account, identity: Identity, place: tuple[str, Region], roles: tuple[str, ...]) -> SpokeReading:
    number, region = place
    partition = identity.arn.split(":")[1]
    try:
        spoke = hub.assume(f"arn:{partition}:iam::{number}:{READER}")
        fingerprints = {role: fingerprint(spoke, (number, identity.account), role) for role in roles}
        keys = [asset.key for asset in region.assets]
        assets = find_assets(spoke.s3(region.name), region.bucket, identity.account, keys)
        units = units_above(hub, number)
        return SpokeReading(number, region.name, _products(spoke, region.name), fingerprints, assets, units)
    except (ClientError, BotoCoreError) as error:
        return SpokeReading(number, region.name, problem=str(error))


def _products(spoke: Account, region: str) -> dict[str, frozenset[str]]:
    client = spoke.servicecatalog(region)
    imported = client.get_paginator("list_accepted_portfolio_shares").paginate(PortfolioShareType="AWS_ORGANIZATIONS")
    products: dict[str, frozenset[str]] = {}
    for portfolio in (item for page in imported for item in page["PortfolioDetails"]):
        pages = client.get_paginator("search_products_as_admin").paginate(PortfolioId=portfolio.get("Id", ""))
        for view in (item for page in pages for item in page["ProductViewDetails"]):
            summary = view.get("ProductViewSummary", {})
            artifacts = client.list_provisioning_artifacts(ProductId=summary.get("ProductId", ""))
            versions = frozenset(item.get("Name", "") for item in artifacts.get("ProvisioningArtifactDetails", []))
            products[summary.get("Name", "")] = versions
    return products
