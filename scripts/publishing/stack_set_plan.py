"""The part of a plan that is about one StackSet: its content, its units and regions, accounts with own parameters."""

import json
from collections.abc import Iterator

from scripts.publishing.changes import ApplyStackSet
from scripts.publishing.desired import Override, Region, StackSet, asset_url, template_key
from scripts.publishing.existing import Existing, ExistingStackSet


def apply_stack_set(stack_set: StackSet, existing: Existing, home: Region) -> Iterator[ApplyStackSet]:
    """The change that makes the StackSet what it should be, if it is not."""
    found = existing.stack_sets.get(stack_set.name)
    new_units = tuple(unit for unit, node in stack_set.units.items() if found is None or node not in found.units)
    outdated = found is None or not _is_same(stack_set, found)
    new_regions = found is not None and bool(found.instances) and not set(stack_set.regions) <= found.regions
    without = _accounts_without(stack_set, existing) if found and not new_units else ()
    overrides = tuple(_overrides(stack_set, found, new_units))
    sentences = (
        *_sentences(stack_set, found, new_units, outdated=outdated, new_regions=new_regions),
        *(f"+ {stack_set.title} in {account}" for account in without),
        *(_override_sentence(stack_set, override) for override in overrides),
    )
    if sentences:
        url = asset_url(home.bucket, home.name, template_key(stack_set.template))
        units = tuple(stack_set.units) if new_regions or without else new_units
        yield ApplyStackSet(stack_set, url, found is not None, outdated, units, sentences, overrides)


def _is_same(stack_set: StackSet, existing: ExistingStackSet) -> bool:
    desired = (json.loads(stack_set.template), dict(stack_set.parameters), frozenset(stack_set.after))
    return desired == (existing.template, dict(existing.parameters), existing.after)


def _accounts_without(stack_set: StackSet, existing: Existing) -> tuple[str, ...]:
    """Accounts that joined and have no stack of this StackSet: those that it waits for had failed there."""
    found = existing.stack_sets[stack_set.name]
    before = [existing.stack_sets[name] for name in stack_set.after if name in existing.stack_sets]
    expected = {instance.account for other in before for instance in other.instances if not instance.left_out}
    return tuple(sorted(expected - {instance.account for instance in found.instances}))


def _overrides(
    stack_set: StackSet, existing: ExistingStackSet | None, new_units: tuple[str, ...]
) -> Iterator[Override]:
    """Overrides to set in accounts that have the stack or are about to get it, and overrides to undo."""
    instances = existing.instances if existing else ()
    places = {(instance.account, instance.region) for instance in instances if not instance.left_out}
    desired = stack_set.overrides or ()
    for override in desired:
        in_force = existing is not None and existing.overrides.get(override.place) == override.parameters
        if not in_force and (override.place in places or new_units):
            yield override
    if existing:
        yield from _undone(stack_set, existing, {override.place for override in desired})


def _undone(stack_set: StackSet, existing: ExistingStackSet, kept: set[tuple[str, str]]) -> Iterator[Override]:
    """Accounts that lose their own parameters get the StackSet's by value, and AWS keeps listing them as overridden."""
    for (account, region), own in sorted(existing.overrides.items()):
        common = {name: stack_set.parameters[name] for name in own if name in stack_set.parameters}
        if (account, region) not in kept and own != common:
            yield Override(account, region, common)


def _override_sentence(stack_set: StackSet, override: Override) -> str:
    common = override.parameters.items() <= stack_set.parameters.items()
    return f"~ {stack_set.title} of {override.account}: {'no' if common else 'its'} own network ({override.region})"


def _sentences(
    stack_set: StackSet,
    existing: ExistingStackSet | None,
    new_units: tuple[str, ...],
    *,
    outdated: bool,
    new_regions: bool,
) -> Iterator[str]:
    if new_units:
        yield f"+ {stack_set.title} in OU {', '.join(new_units)}"
    elif new_regions:
        yield f"+ {stack_set.title} in {', '.join(stack_set.regions)}"
    if existing and outdated:
        yield f"~ {stack_set.title} in OU {', '.join(stack_set.units)}"
    elif existing and existing.behind:
        accounts = sorted({instance.account for instance in existing.behind})
        yield f"~ {stack_set.title} again in {', '.join(accounts)}"
