"""What changed from one version of a product to the next, in lines that a person reads before a release."""

from collections.abc import Iterator, Mapping
from typing import Any

from scripts.releases.permissions import Permission, permission_lines, permissions, text_of, without_policies
from scripts.releases.store import Release
from templates import names

Named = Mapping[str, Mapping[str, Any]]


def differences(before: Release, after: Release) -> tuple[str, ...]:
    """One line for each parameter, seed, resource and permission that is new, gone or another."""
    return tuple(_differences(before, after))


def _differences(before: Release, after: Release) -> Iterator[str]:
    old, new = before.template, after.template
    yield from _parameters(old.get("Parameters", {}), new.get("Parameters", {}))
    for seed in sorted({*before.seeds, *after.seeds}):
        if before.seeds.get(seed) != after.seeds.get(seed):
            kind = "code" if seed == names.RELEASE_CODE else "seed"
            yield f"{_sign(seed, before.seeds, after.seeds)} {kind} `{seed}`"
    for name in sorted({*before.templates, *after.templates}):
        if before.templates.get(name) != after.templates.get(name):
            yield f"{_sign(name, before.templates, after.templates)} template `{name}`, for the accounts of stages"
    yield from _resources(old["Resources"], new["Resources"])
    yield from _permissions(permissions(old), permissions(new))


def _parameters(old: Named, new: Named) -> Iterator[str]:
    for name in sorted({*old, *new}):
        changed = _differing(old.get(name, {}), new.get(name, {}))
        if name not in old or name not in new:
            default = {**old, **new}[name].get("Default")
            yield f"{_sign(name, old, new)} parameter `{name}`" + ("" if default is None else f", default `{default}`")
        elif changed:
            said = (
                f"{key} `{text_of(old[name].get(key, ''))}` is now `{text_of(new[name].get(key, ''))}`"
                for key in changed
            )
            yield f"changed: parameter `{name}`: {'; '.join(said)}"


def _resources(old: Named, new: Named) -> Iterator[str]:
    for name in sorted({*old, *new}):
        kind = {**old, **new}[name]["Type"]
        if name not in old or name not in new:
            yield f"{_sign(name, old, new)} resource `{name}` ({kind})"
            continue
        changed = _differing(_flat(old[name]), _flat(new[name]))
        if changed:
            yield f"changed: resource `{name}` ({kind}): {', '.join(changed)}"


def _flat(resource: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes and properties side by side, without policies, which have lines of their own."""
    attributes = {key: value for key, value in resource.items() if key != "Properties"}
    return {**attributes, **without_policies(resource.get("Properties", {}))}


def _permissions(old: frozenset[Permission], new: frozenset[Permission]) -> Iterator[str]:
    for effect, changed, words in (
        ("Allow", new - old, "gained permission"),
        ("Allow", old - new, "lost permission"),
        ("Deny", new - old, "now denied"),
        ("Deny", old - new, "no longer denied"),
    ):
        for line in permission_lines(permission for permission in changed if permission.effect == effect):
            yield f"{words}: {line}"


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return sorted(key for key in {*old, *new} if old.get(key) != new.get(key))


def _sign(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    if name not in old:
        return "added:"
    return "removed:" if name not in new else "changed:"
