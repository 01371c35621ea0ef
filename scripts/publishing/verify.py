"""Compares what every spoke sees with what was published."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from scripts.publishing.desired import Desired


class Reading(Protocol):
    """What one account sees in one region; `scripts.aws.publishing.spokes.SpokeReading` is the real one."""

    @property
    def account(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def products(self) -> Mapping[str, frozenset[str]]: ...
    @property
    def launch_roles(self) -> Mapping[str, str | None]: ...
    @property
    def assets(self) -> Mapping[str, str]: ...
    @property
    def units(self) -> frozenset[str]: ...
    @property
    def problem(self) -> str | None: ...


@dataclass(frozen=True)
class Row:
    """One released version, and in how many accounts it can be read."""

    product: str
    version: str
    guidance: str
    accounts: int
    seeds: str


@dataclass(frozen=True)
class Verification:
    """What was read back. It succeeded when there are no problems; `notes` need no action."""

    rows: tuple[Row, ...]
    accounts: int
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        accounts = {row.product: row.accounts for row in self.rows}
        counts = sorted(Counter(accounts.values()).items(), reverse=True)
        readable = [f"{products} products readable in {number} accounts" for number, products in counts]
        return f"{', '.join(readable)}, launch role equal everywhere".replace(" in 1 accounts", " in 1 account")


def verify(desired: Desired, hub_roles: Mapping[str, str | None], readings: Iterable[Reading]) -> Verification:
    """Pure: `hub_roles` are the fingerprints of the launch roles in the hub."""
    spokes = tuple(readings)
    problems = [
        *_unreadable(spokes),
        *_missing(desired, spokes),
        *_roles(desired, hub_roles, spokes),
        *_replaced(desired, spokes),
    ]
    return Verification(tuple(_rows(desired, spokes)), len({spoke.account for spoke in spokes}), tuple(problems))


def _rows(desired: Desired, spokes: tuple[Reading, ...]) -> Iterator[Row]:
    for release in desired.releases:
        accounts = {spoke.account for spoke in spokes if release.version in spoke.products.get(release.product, ())}
        guidance = desired.guidance[release.product, release.version]
        seeds = ", ".join(f"{seed}@{digest[:4]}" for seed, digest in sorted(release.seeds.items()))
        yield Row(release.product, release.version, guidance, len(accounts), seeds)


def _unreadable(spokes: tuple[Reading, ...]) -> Iterator[str]:
    for spoke in spokes:
        if spoke.problem:
            yield f"{spoke.account} ({spoke.region}) cannot be read: {spoke.problem}"
    if not spokes:
        yield "no account of the units has received the spoke roles"


def _missing(desired: Desired, spokes: tuple[Reading, ...]) -> Iterator[str]:
    for spoke in spokes:
        absent = [
            f"{release.product} {release.version}"
            for release in desired.releases
            if release.product in desired.products_for(spoke.units)
            and release.version not in spoke.products.get(release.product, ())
        ]
        if absent and not spoke.problem:
            yield f"{spoke.account} ({spoke.region}) does not see {', '.join(absent)}"


def _roles(desired: Desired, hub_roles: Mapping[str, str | None], spokes: tuple[Reading, ...]) -> Iterator[str]:
    for role in desired.launch_roles:
        if hub_roles.get(role) is None:
            yield f"the hub has no role {role}"
        for spoke in spokes:
            fingerprint = spoke.launch_roles.get(role)
            if not spoke.problem and fingerprint is None:
                yield f"{spoke.account} has no role {role}"
            elif not spoke.problem and fingerprint != hub_roles.get(role):
                yield f"{spoke.account} has another role {role} than the hub"


def _replaced(desired: Desired, spokes: tuple[Reading, ...]) -> Iterator[str]:
    """What an account reads is compared with what was published: at a known key there may be anything."""
    regions = {region.name: region for region in desired.regions}
    for spoke in spokes:
        for asset in regions[spoke.region].assets if not spoke.problem else ():
            digest = spoke.assets.get(asset.key)
            place = f"{spoke.account} ({spoke.region})"
            if digest is None:
                yield f"{place} cannot read {asset.title}: nothing is at {asset.key}"
            elif digest != asset.digest:
                yield f"{place} reads another {asset.title} than was published: {asset.key} was replaced"
