"""Reads a part of the configuration into its dataclass, or raises an error that names the key that is wrong."""

import difflib
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar

from support.errors import ConfigurationError

Part = TypeVar("Part")


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def is_texts(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value)


# By the annotation of a field: the check of its value, and the words for what belongs there.
KINDS: dict[Any, tuple[Callable[[object], bool], str]] = {
    str: (lambda value: isinstance(value, str), "a text"),
    bool: (lambda value: isinstance(value, bool), "true or false"),
    float: (is_number, "a finite number"),
    float | None: (lambda value: value is None or is_number(value), "a finite number"),
    tuple[str, ...]: (is_texts, "a list of texts"),
}


def one_of(key: str, value: str, known: Iterable[str]) -> None:
    """Refuse a value that is none of the known ones."""
    names = list(known)
    if value not in names:
        raise ConfigurationError(key, f"`{value}` is none of {', '.join(names)}", did_you_mean(value, names))


def did_you_mean(value: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(value, list(known), 1)
    return f"did you mean `{near[0]}`?" if near else ""


def part(kind: type[Part], place: str, given: object) -> Part:
    """The dataclass from the values under `place`; a key that is unknown, missing or of another type is refused."""
    if not isinstance(given, Mapping):
        raise ConfigurationError(place, "has to be a table of keys and values")
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    for key in given:
        if key not in known:
            raise ConfigurationError(f"{place} {key}", "unknown key", did_you_mean(str(key), known) or listed(known))
    for name, field in known.items():
        if name not in given and field.default is MISSING and field.default_factory is MISSING:
            raise ConfigurationError(f"{place} {name}", "is missing")
    return kind(**{name: checked(f"{place} {name}", known[name].type, value) for name, value in given.items()})


def listed(known: Iterable[str]) -> str:
    return f"the keys are {', '.join(known)}"


def checked(key: str, kind: Any, value: Any) -> Any:
    """The value in the type that its field has."""
    fits, words = KINDS[kind]
    if not fits(value):
        raise ConfigurationError(key, f"`{value}` is not {words}")
    return tuple(value) if kind == tuple[str, ...] else value
