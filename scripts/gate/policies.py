"""Every policy document of a template: of roles and managed policies, of resources, of who may assume a role."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from scripts.gate.resolved import Template


class Policy(NamedTuple):
    """One policy document and the resource whose property it is."""

    resource: str
    property: str
    document: dict[str, Any]


def policies(template: Template) -> Iterator[Policy]:
    """All of them, whatever property they are in. The template's functions are filled in."""
    for name, resource in template["Resources"].items():
        yield from _within(name, "", resource.get("Properties", {}))


def _within(resource: str, place: str, value: Any) -> Iterator[Policy]:
    if isinstance(value, dict) and "Statement" in value and "Version" in value:
        yield Policy(resource, place, value)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _within(resource, f"{place}.{key}".lstrip("."), item)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _within(resource, f"{place}.{number}", item)
