"""What should be in AWS: `compose` makes it, `plan` compares it with what exists."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scripts.releases.store import Guidance, Release
from scripts.releases.text_digest import text_digest
from templates import names

TAGS = {f"{names.PREFIX}:owner": "sagemaker-project-catalog"}


@dataclass(frozen=True)
class Asset:
    """Content at a key with its digest, so that it is never overwritten."""

    key: str
    content: bytes
    title: str

    @property
    def digest(self) -> str:
        """The sha-256 of the content, 64 hexadecimal characters."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Stack:
    """A stack of the hub account."""

    name: str
    region: str
    template: str
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class Override:
    """Parameters that differ in one account and region."""

    account: str
    region: str
    parameters: Mapping[str, str]

    @property
    def place(self) -> tuple[str, str]:
        return self.account, self.region


@dataclass(frozen=True)
class StackSet:
    """One template in every account of some organisational units; `units` maps their names to their ids.

    An account that joins a unit gets it once it has the StackSets named in `after`. `overrides` is None where no
    account can have parameters of its own, so that they are not looked for.
    """

    name: str
    title: str
    template: str
    parameters: Mapping[str, str]
    units: Mapping[str, str]
    regions: tuple[str, ...]
    after: tuple[str, ...] = ()
    overrides: tuple[Override, ...] | None = None


@dataclass(frozen=True)
class Sharing:
    """What a portfolio is shared with: units by name and id, and role name patterns; its products by name."""

    portfolio: str
    units: Mapping[str, str]
    principals: tuple[str, ...]
    products: tuple[str, ...] = ()


@dataclass(frozen=True)
class Region:
    """One region of the hub."""

    name: str
    bucket: str
    asset_stack: Stack
    catalog: Stack
    assets: tuple[Asset, ...]


@dataclass(frozen=True)
class Desired:
    """Everything that a publish deploys. `guidance` is by product and version."""

    account: str
    roles: Stack
    regions: tuple[Region, ...]
    stack_sets: tuple[StackSet, ...]
    sharing: tuple[Sharing, ...]
    guidance: Mapping[tuple[str, str], Guidance]
    releases: tuple[Release, ...]
    launch_roles: tuple[str, ...]

    def products_for(self, units: Iterable[str]) -> frozenset[str]:
        """The products of the portfolios that are shared with one of these units."""
        above = set(units)
        shared = [sharing for sharing in self.sharing if above.intersection(sharing.units.values())]
        return frozenset(product for sharing in shared for product in sharing.products)

    @property
    def home_region(self) -> str:
        """The region of IAM roles and StackSets."""
        return self.roles.region


def template_key(text: str) -> str:
    """The content-addressed key of a template."""
    return f"templates/{text_digest(text)}.json"


def asset_url(bucket: str, region: str, key: str) -> str:
    """The address by which Service Catalog and CloudFormation read an asset."""
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"https://{bucket}.s3.{region}.{suffix}/{key}"
