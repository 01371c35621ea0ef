"""Checks whether a service kept the values of a template."""

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

from sandbox.cloudformation.resources.facts import Facts
from sandbox.cloudformation.resources.resource_type import ResourceType

Leaf = tuple[str, str]


def lost_properties(resource_type: ResourceType, facts: Facts) -> list[str]:
    """The properties of which a value is missing from the answers of all reads."""
    if not resource_type.reads:
        return []
    kept = set(_leaves("", facts["read"]))
    values, names = {value for _, value in kept}, {name for name, _ in kept}
    return [
        name
        for name, value in facts["properties"].items()
        if name not in resource_type.unread
        and not all(
            _is_kept((resource_type.aliases.get(leaf, leaf), text), kept, values, names)
            for leaf, text in _leaves(name, resource_type.converted(name, value))
        )
    ]


def _is_kept(leaf: Leaf, kept: set[Leaf], values: set[str], names: set[str]) -> bool:
    name, value = leaf
    if (name, value) in kept:
        return True
    # A switch that is off may be left out of an answer; a member of another name is recognised by its value.
    if value in ("true", "false"):
        return value == "false" and (name, "true") not in kept
    return name not in names and value in values


def _leaves(name: str, value: Any) -> Iterator[Leaf]:
    value = _document(value)
    if isinstance(value, dict):
        yield from _object_leaves(name, value)
    elif isinstance(value, list):
        for element in value:
            yield from _leaves(name, element)
    elif value is not None:
        yield _plain(name), _text(value)


def _object_leaves(name: str, value: dict[str, Any]) -> Iterator[Leaf]:
    # Tags and attributes are pairs under many names; what counts is the key with its value.
    pair = {key.lower().removeprefix("tag"): member for key, member in value.items()}
    if set(pair) == {"key", "value"}:
        yield _plain(str(pair["key"])), str(pair["value"])
        return
    if not value:
        yield _plain(name), ""
    for key, member in value.items():
        yield from _leaves(_plain(key), member)


def _document(value: Any) -> Any:
    """A policy or a pattern that is sent as text, parsed."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        with contextlib.suppress(ValueError):
            return json.loads(value)
    return value


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _text(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return re.sub(r"\.0$", "", text)
