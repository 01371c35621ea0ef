"""Compares what should be with what is; the difference is what a publish does, and nothing else is."""

import json
from collections.abc import Iterator, Mapping

from scripts.errors import ConfigurationError
from scripts.publishing.catalog_diff import catalog_sentences, replaced_versions
from scripts.publishing.changes import (
    AdmitPrincipal,
    ApplyStack,
    ApplyStackSet,
    Change,
    DismissPrincipal,
    Guide,
    StartSharing,
    StopSharing,
    UploadAssets,
)
from scripts.publishing.desired import Desired, Offer, Override, Region, Stack, StackSet, asset_url, template_key
from scripts.publishing.existing import Found, FoundOffer, FoundRegion, FoundStack, FoundStackSet

NOTHING = FoundOffer("", frozenset(), frozenset())


def plan(desired: Desired, found: Found) -> tuple[Change, ...]:
    """The changes that make `found` into `desired`, in the order in which they can be made. Pure.

    Raises ConfigurationError when a version that is published would change.
    """
    return tuple(_changes(desired, found))


def _changes(desired: Desired, found: Found) -> Iterator[Change]:
    regions = [(region, found.regions.get(region.name, FoundRegion())) for region in desired.regions]
    for region, now in regions:
        yield from _apply(region.hub, now.hub, None, (f"asset bucket in {region.name}",))
        yield from _upload(region, now)
    yield from _apply(desired.roles, found.roles, None, ("launch role in the hub",))
    for region, now in regions:
        yield from _take_away(desired, region, now)
        yield from _apply_catalog(region, now)
    home = desired.regions[0]
    for stack_set in desired.stack_sets:
        yield from _apply_stack_set(stack_set, found, home)
    for region, now in regions:
        yield from _offer(desired, region, now)
        yield from _guide(desired, region, now)


def is_deployed(stack: Stack, found: FoundStack | None) -> bool:
    """Whether the stack is there as it should be, and at rest."""
    if found is None or not found.status.endswith("_COMPLETE") or found.status.startswith("ROLLBACK"):
        return False
    return json.loads(stack.template) == found.template and dict(stack.parameters) == dict(found.parameters)


def _apply(stack: Stack, found: FoundStack | None, url: str | None, titles: tuple[str, ...]) -> Iterator[ApplyStack]:
    if not is_deployed(stack, found):
        sign = "~" if found else "+"
        yield ApplyStack(stack, url, tuple(f"{sign} {title}" for title in titles))


def _apply_catalog(region: Region, now: FoundRegion) -> Iterator[ApplyStack]:
    stack = region.catalog
    if is_deployed(stack, now.catalog):
        return
    before, after = now.catalog.template if now.catalog else None, json.loads(stack.template)
    _refuse_replacing(replaced_versions(after, before), region)
    sentences = catalog_sentences(after, before)
    url = asset_url(region.bucket, region.name, template_key(stack.template))
    yield ApplyStack(stack, url, sentences or (f"~ the catalog's stack in {region.name}, last left unfinished",))


def _refuse_replacing(versions: tuple[str, ...], region: Region) -> None:
    """Service Catalog User Guide: a version's template cannot change; people's projects came from it."""
    if versions:
        problem = f"{', '.join(versions)}: published in {region.name} with another template"
        hint = "restore releases/ from version control; a change needs a new `version` in templates/products"
        raise ConfigurationError(problem, hint=hint)


def _upload(region: Region, now: FoundRegion) -> Iterator[UploadAssets]:
    missing = tuple(asset for asset in region.assets if asset.key not in now.assets)
    if missing:
        yield UploadAssets(region.name, region.bucket, missing)


def _apply_stack_set(stack_set: StackSet, everything: Found, home: Region) -> Iterator[ApplyStackSet]:
    found = everything.stack_sets.get(stack_set.name)
    new_units = tuple(unit for unit, node in stack_set.units.items() if found is None or node not in found.units)
    outdated = found is None or not _same_set(stack_set, found)
    new_regions = found is not None and bool(found.instances) and not set(stack_set.regions) <= found.regions
    without = _accounts_without(stack_set, everything) if found and not new_units else ()
    sentences = tuple(_stack_set_sentences(stack_set, found, new_units, outdated=outdated, wider=new_regions))
    sentences += tuple(f"+ {stack_set.title} in {account}" for account in without)
    overrides = tuple(_overrides(stack_set, found, new_units))
    sentences += tuple(_override_sentence(stack_set, each) for each in overrides)
    if sentences:
        url = asset_url(home.bucket, home.name, template_key(stack_set.template))
        units = tuple(stack_set.units) if new_regions or without else new_units
        yield ApplyStackSet(stack_set, url, found is not None, outdated, units, sentences, overrides)


def _overrides(stack_set: StackSet, found: FoundStackSet | None, new_units: tuple[str, ...]) -> Iterator[Override]:
    """Those that are not in force in accounts that have the stack, or are about to get it; those to be undone."""
    places = {(each.account, each.region) for each in found.instances if not each.left_out} if found else set()
    wanted = stack_set.overrides or ()
    for each in wanted:
        place = each.account, each.region
        in_force = found is not None and found.overrides.get(place) == each.parameters
        if not in_force and (place in places or new_units):
            yield each
    if found:
        yield from _undone(stack_set, found, {(each.account, each.region) for each in wanted})


def _undone(stack_set: StackSet, found: FoundStackSet, wanted: set[tuple[str, str]]) -> Iterator[Override]:
    """Accounts that lost their own parameters get the StackSet's, by value: they read as overridden ever after."""
    for (account, region), own in sorted(found.overrides.items()):
        common = {name: stack_set.parameters[name] for name in own if name in stack_set.parameters}
        if (account, region) not in wanted and own != common:
            yield Override(account, region, common)


def _override_sentence(stack_set: StackSet, override: Override) -> str:
    common = override.parameters.items() <= stack_set.parameters.items()
    return f"~ {stack_set.title} of {override.account}: {'no' if common else 'its'} own network ({override.region})"


def _accounts_without(stack_set: StackSet, everything: Found) -> tuple[str, ...]:
    """Accounts that joined and have no stack of this StackSet: those that it waits for had failed there."""
    found = everything.stack_sets[stack_set.name]
    before = [everything.stack_sets[name] for name in stack_set.after if name in everything.stack_sets]
    expected = {instance.account for each in before for instance in each.instances if not instance.left_out}
    return tuple(sorted(expected - {instance.account for instance in found.instances}))


def _stack_set_sentences(
    stack_set: StackSet, found: FoundStackSet | None, new_units: tuple[str, ...], *, outdated: bool, wider: bool
) -> Iterator[str]:
    if new_units:
        yield f"+ {stack_set.title} in OU {', '.join(new_units)}"
    elif wider:
        yield f"+ {stack_set.title} in {', '.join(stack_set.regions)}"
    if found and outdated:
        yield f"~ {stack_set.title} in OU {', '.join(stack_set.units)}"
    elif found and found.behind:
        accounts = sorted({instance.account for instance in found.behind})
        yield f"~ {stack_set.title} again in {', '.join(accounts)}"


def _same_set(stack_set: StackSet, found: FoundStackSet) -> bool:
    wanted = (json.loads(stack_set.template), dict(stack_set.parameters), frozenset(stack_set.after))
    return wanted == (found.template, dict(found.parameters), found.after)


def _take_away(desired: Desired, region: Region, now: FoundRegion) -> Iterator[Change]:
    wanted = {offer.portfolio: offer for offer in desired.offers}
    for portfolio, found in now.offers.items():
        offer = wanted.get(portfolio, Offer(portfolio, {}, ()))
        for unit in sorted(found.units - set(offer.units.values())):
            yield StopSharing(region.name, portfolio, found.portfolio_id, unit)
        for pattern in sorted(found.principals - set(offer.principals)):
            yield DismissPrincipal(region.name, portfolio, found.portfolio_id, pattern)


def _offer(desired: Desired, region: Region, now: FoundRegion) -> Iterator[Change]:
    for offer in desired.offers:
        found = now.offers.get(offer.portfolio, NOTHING)
        for pattern in offer.principals:
            if pattern not in found.principals:
                yield AdmitPrincipal(region.name, offer.portfolio, pattern)
        for unit, node in offer.units.items():
            if node not in found.units:
                yield StartSharing(region.name, offer.portfolio, unit, node)


def _guide(desired: Desired, region: Region, now: FoundRegion) -> Iterator[Guide]:
    found: Mapping[tuple[str, str], str] = now.guidance
    for (product, version), guidance in desired.guidance.items():
        if found.get((product, version), "current") != guidance:
            yield Guide(region.name, product, version, guidance)
