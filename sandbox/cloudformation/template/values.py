"""Walks through the values of a template: functions, and the names that they refer to."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

PSEUDO_PARAMETERS = frozenset(
    f"AWS::{name}"
    for name in (
        *("AccountId", "NotificationARNs", "NoValue", "Partition", "Region", "StackId", "StackName", "URLSuffix"),
    )
)
"""CloudFormation User Guide, "Get AWS values using pseudo parameters"."""

Conditions = Mapping[str, bool]

_VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")
_PAIR = 2


class Reference(NamedTuple):
    """A name that a value needs: `attribute` is None for a Ref, `function` is where it stands."""

    name: str
    attribute: str | None
    function: str


def function_of(value: Any) -> tuple[str, Any] | None:
    """Name and argument when the value is a call of a function."""
    if not isinstance(value, dict) or len(value) != 1:
        return None
    name, argument = next(iter(value.items()))
    is_function = name == "Ref" or (isinstance(name, str) and name.startswith("Fn::"))
    return (name, argument) if is_function else None


def references(value: Any, conditions: Conditions | None = None) -> Iterator[Reference]:
    """The names in a value; with the values of conditions, only the chosen branch of an Fn::If counts."""
    called = function_of(value)
    if called is None:
        for part in parts_of(value):
            yield from references(part, conditions)
    elif called[0] == "Ref":
        yield Reference(called[1], None, "Ref")
    elif called[0] in _REFERENCES:
        yield from _REFERENCES[called[0]](called[1], conditions)
    else:
        yield from references(called[1], conditions)


def parts_of(value: Any) -> list[Any]:
    """The values in an object or a list."""
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _attribute(argument: Any, conditions: Conditions | None) -> Iterator[Reference]:
    name, _, attribute = argument.partition(".") if isinstance(argument, str) else (argument[0], "", argument[1])
    yield Reference(name, attribute if isinstance(attribute, str) else "", "Fn::GetAtt")
    yield from references(attribute, conditions)


def _variables(argument: Any, conditions: Conditions | None) -> Iterator[Reference]:
    text, given = (argument, {}) if isinstance(argument, str) else (argument[0], argument[1])
    for variable in variables(text):
        if variable not in given:
            name, dot, attribute = variable.partition(".")
            yield Reference(name, attribute if dot else None, "Fn::Sub")
    yield from references(list(given.values()), conditions)


def variables(text: str) -> list[str]:
    """What stands between ${ and } in the text of an Fn::Sub, without escaped ones."""
    return [found.strip() for found in _VARIABLE.findall(text)]


def _branches(argument: Any, conditions: Conditions | None) -> Iterator[Reference]:
    if conditions is None or argument[0] not in conditions:
        yield from references(argument[1:])
    else:
        yield from references(argument[1 if conditions[argument[0]] else _PAIR], conditions)


_REFERENCES = {"Fn::GetAtt": _attribute, "Fn::Sub": _variables, "Fn::If": _branches}


def is_made(definition: Mapping[str, Any], conditions: Conditions | None) -> bool:
    """Whether the condition of a resource or output holds; without values of conditions everything is made."""
    condition = definition.get("Condition")
    return conditions is None or condition is None or conditions.get(condition, True)
