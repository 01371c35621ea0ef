"""Finds out whether a service kept what a template asked for."""

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

from sandbox.cloudformation.resource import Facts, Kind

Leaf = tuple[str, str]


def lost_properties(kind: Kind, facts: Facts) -> list[str]:
    """The properties of which some value is missing from everything that the reads answered."""
    if not kind.reads:
        return []
    kept = set(_leaves("", facts["read"]))
    values, names = {value for _, value in kept}, {name for name, _ in kept}
    return [
        name
        for name, value in facts["properties"].items()
        if name not in kind.unread
        and not all(_is_kept(leaf, kept, values, names, kind) for leaf in _leaves(name, _sent(kind, name, value)))
    ]


def _sent(kind: Kind, name: str, value: Any) -> Any:
    return kind.conversions.get(name, lambda given: given)(value)


def _is_kept(leaf: Leaf, kept: set[Leaf], values: set[str], names: set[str], kind: Kind) -> bool:
    name, value = leaf
    name = kind.aliases.get(name, name)
    if (name, value) in kept:
        return True
    # A switch that is off may be left out of an answer; a member of another name is told by its value.
    if value in ("true", "false"):
        return value == "false" and (name, "true") not in kept
    return name not in names and value in values


def _leaves(name: str, value: Any) -> Iterator[Leaf]:
    value = _document(value)
    if isinstance(value, dict):
        yield from _object_leaves(name, value)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(name, each)
    elif value is not None:
        yield _plain(name), _text(value)


def _object_leaves(name: str, value: dict) -> Iterator[Leaf]:
    # Tags and attributes are pairs under many names; what counts is the key with its value.
    pair = {key.lower().removeprefix("tag"): each for key, each in value.items()}
    if set(pair) == {"key", "value"}:
        yield _plain(str(pair["key"])), str(pair["value"])
        return
    if not value:
        yield _plain(name), ""
    for key, each in value.items():
        yield from _leaves(_plain(key), each)


def _document(value: Any) -> Any:
    """A policy or a pattern that travels as text, as what it says."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        with contextlib.suppress(ValueError):
            return json.loads(value)
    return value


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _text(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return re.sub(r"\.0$", "", text)
