"""Compares what should be in AWS with what is there; a publish performs the difference and nothing else."""

import json
from collections.abc import Iterator

from scripts.errors import ConfigurationError
from scripts.publishing.catalog_diff import catalog_differences
from scripts.publishing.changes import (
    ApplyStack,
    Change,
    GrantAccess,
    RestoreAssets,
    RevokeAccess,
    SetGuidance,
    StartSharing,
    StopSharing,
    UploadAssets,
)
from scripts.publishing.desired import Desired, Region, Sharing, Stack, asset_url, template_key
from scripts.publishing.differences import Difference, VersionReplaced
from scripts.publishing.existing import Existing, ExistingRegion, ExistingSharing, ExistingStack
from scripts.publishing.stack_set_plan import apply_stack_set
from scripts.publishing.template_differences import StackDiffers

NOT_SHARED = ExistingSharing("", frozenset(), frozenset())


def plan(desired: Desired, existing: Existing) -> tuple[Change, ...]:
    """The changes that make `existing` into `desired`, in the order in which they can be made. Pure.

    Raises ConfigurationError when a version that is published would change.
    """
    return tuple(_changes(desired, existing))


def is_deployed(stack: Stack, existing: ExistingStack | None) -> bool:
    """Whether the stack is there as it should be, and at rest."""
    if existing is None or not existing.status.endswith("_COMPLETE") or existing.status.startswith("ROLLBACK"):
        return False
    return json.loads(stack.template) == existing.template and dict(stack.parameters) == dict(existing.parameters)


def _changes(desired: Desired, existing: Existing) -> Iterator[Change]:
    regions = [(region, existing.regions.get(region.name, ExistingRegion())) for region in desired.regions]
    for region, now in regions:
        yield from _apply(region.asset_stack, now.asset_stack, f"asset bucket in {region.name}")
        yield from _upload(region, now)
    yield from _apply(desired.roles, existing.roles, "launch role in the hub")
    for region, now in regions:
        yield from _revoke(desired, region, now)
        yield from _apply_catalog(region, now)
    for stack_set in desired.stack_sets:
        yield from apply_stack_set(stack_set, existing, desired.regions[0])
    for region, now in regions:
        yield from _share(desired, region, now)
        yield from _set_guidance(desired, region, now)


def _apply(stack: Stack, existing: ExistingStack | None, title: str) -> Iterator[ApplyStack]:
    if not is_deployed(stack, existing):
        yield ApplyStack(stack, None, (StackDiffers(title, exists=existing is not None),))


def _apply_catalog(region: Region, now: ExistingRegion) -> Iterator[ApplyStack]:
    stack = region.catalog
    if is_deployed(stack, now.catalog):
        return
    differences = catalog_differences(json.loads(stack.template), now.catalog.template if now.catalog else None)
    _refuse_replaced_versions(differences, region)
    unfinished = StackDiffers(f"catalog stack in {region.name}: its last update did not finish", exists=True)
    url = asset_url(region.bucket, region.name, template_key(stack.template))
    yield ApplyStack(stack, url, differences or (unfinished,))


def _refuse_replaced_versions(differences: tuple[Difference, ...], region: Region) -> None:
    """Service Catalog User Guide: a version's template cannot change; people's projects came from it."""
    versions = [f"{item.product} {item.version}" for item in differences if isinstance(item, VersionReplaced)]
    if versions:
        problem = f"{', '.join(versions)}: published in {region.name} with another template"
        hint = "restore releases/ from version control; a change needs a new `version` in templates/products"
        raise ConfigurationError(problem, hint=hint)


def _upload(region: Region, now: ExistingRegion) -> Iterator[UploadAssets | RestoreAssets]:
    """Content is compared, and not only keys: whoever can write to the bucket can put anything at a key."""
    missing = tuple(asset for asset in region.assets if asset.key not in now.assets)
    replaced = tuple(asset for asset in region.assets if now.assets.get(asset.key, asset.digest) != asset.digest)
    if missing:
        yield UploadAssets(region.name, region.bucket, missing)
    if replaced:
        yield RestoreAssets(region.name, region.bucket, replaced)


def _revoke(desired: Desired, region: Region, now: ExistingRegion) -> Iterator[StopSharing | RevokeAccess]:
    """Before the stack changes: a portfolio that is shared cannot be deleted."""
    kept = {sharing.portfolio: sharing for sharing in desired.sharing}
    for portfolio, existing in now.sharing.items():
        sharing = kept.get(portfolio, Sharing(portfolio, {}, ()))
        for unit in sorted(existing.units - set(sharing.units.values())):
            yield StopSharing(region.name, portfolio, existing.portfolio_id, unit)
        for pattern in sorted(existing.principals - set(sharing.principals)):
            yield RevokeAccess(region.name, portfolio, existing.portfolio_id, pattern)


def _share(desired: Desired, region: Region, now: ExistingRegion) -> Iterator[GrantAccess | StartSharing]:
    for sharing in desired.sharing:
        existing = now.sharing.get(sharing.portfolio, NOT_SHARED)
        for pattern in sharing.principals:
            if pattern not in existing.principals:
                yield GrantAccess(region.name, sharing.portfolio, pattern)
        for unit, unit_id in sharing.units.items():
            if unit_id not in existing.units:
                yield StartSharing(region.name, sharing.portfolio, unit, unit_id)


def _set_guidance(desired: Desired, region: Region, now: ExistingRegion) -> Iterator[SetGuidance]:
    for (product, version), guidance in desired.guidance.items():
        existing = now.guidance.get((product, version), "current")
        if existing != guidance:
            yield SetGuidance(region.name, product, version, existing, guidance)
