"""Values of a template as text: what CloudFormation fills in stays a placeholder, both branches of `Fn::If` count."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

NO_VALUE = {"Ref": "AWS::NoValue"}
Choices = tuple[tuple[str, bool], ...]
"""Conditions of a template, and whether each holds."""


def texts(value: Any) -> tuple[str, ...]:
    """Every text that the value can become; of a list, those of all members. `Ref: AWS::NoValue` has none."""
    if isinstance(value, list):
        return tuple(text for part in value for text in texts(part))
    if isinstance(value, dict):
        return _of_function(value)
    if isinstance(value, str):
        return (value,)
    return () if value is None else (json.dumps(value),)


def text(value: Any) -> str:
    """The first text of a value, or none at all: an empty string."""
    found = texts(value)
    return found[0] if found else ""


def branches(value: Any) -> Iterator[Any]:
    """The values that stand in a place: both of an `Fn::If`, without those that leave the place empty."""
    if isinstance(value, dict) and list(value) == ["Fn::If"]:
        for part in value["Fn::If"][1:]:
            yield from branches(part)
    elif value is not None and value != NO_VALUE:
        yield value


def given(value: Any, known: Choices = ()) -> Iterator[tuple[Choices, Any]]:
    """Like `branches`, with the conditions of the template that the value depends on."""
    if isinstance(value, dict) and list(value) == ["Fn::If"]:
        name, then, otherwise = value["Fn::If"]
        yield from given(then, (*known, (name, True)))
        yield from given(otherwise, (*known, (name, False)))
    elif value is not None and value != NO_VALUE:
        yield known, value


def walk(value: Any) -> Iterator[Any]:
    """Every value inside a value, itself included."""
    yield value
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from walk(part)


def _of_function(value: dict[str, Any]) -> tuple[str, ...]:
    if value == NO_VALUE:
        return ()
    name = next(iter(value), "")
    if len(value) == 1 and name in _FUNCTIONS:
        return _FUNCTIONS[name](value[name])
    return (json.dumps(value, sort_keys=True),)


def _reference(name: Any) -> tuple[str, ...]:
    return (f"${{{name}}}",)


def _attribute(path: Any) -> tuple[str, ...]:
    parts = path if isinstance(path, list) else [path]
    return (f"${{{'.'.join(map(str, parts))}}}",)


def _substitution(argument: Any) -> tuple[str, ...]:
    form, named = argument if isinstance(argument, list) else (argument, {})
    chosen = product(*[[(name, found) for found in texts(part)] for name, part in named.items()])
    return tuple(_filled(str(form), dict(pairs)) for pairs in chosen)


def _filled(form: str, known: dict[str, str]) -> str:
    return re.sub(r"\$\{([^!}]+)\}", lambda found: known.get(found[1], found[0]), form)


def _choice(argument: Any) -> tuple[str, ...]:
    return texts(argument[1:])


def _joined(argument: Any) -> tuple[str, ...]:
    separator, parts = argument
    members = parts if isinstance(parts, list) else [parts]
    return tuple(str(separator).join(chosen) for chosen in product(*[texts(part) for part in members]))


def _selected(argument: Any) -> tuple[str, ...]:
    index, parts = argument
    if isinstance(parts, list):
        return texts(parts[int(index)])
    return tuple(f"${{{_bare(found)}#{index}}}" for found in texts(parts))


def _split(argument: Any) -> tuple[str, ...]:
    separator, whole = argument
    return tuple(f"${{{_bare(found)}|{separator}}}" for found in texts(whole))


def _mapped(argument: Any) -> tuple[str, ...]:
    return (f"${{{'.'.join(_bare(text(part)) for part in argument)}}}",)


def _bare(found: str) -> str:
    return found.replace("${", "").replace("}", "")


_FUNCTIONS: dict[str, Callable[[Any], tuple[str, ...]]] = {
    "Ref": _reference,
    "Fn::GetAtt": _attribute,
    "Fn::Sub": _substitution,
    "Fn::If": _choice,
    "Fn::Join": _joined,
    "Fn::Select": _selected,
    "Fn::Split": _split,
    "Fn::FindInMap": _mapped,
}
