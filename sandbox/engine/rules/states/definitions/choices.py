"""The rules of a Choice state, as a definition has them (States Language, "Choice State")."""

from collections.abc import Iterator
from typing import Any

from sandbox.engine.rules.states.definitions import values
from sandbox.engine.rules.states.definitions.diagnostics import Diagnostic, missing, schema, unsupported
from sandbox.engine.rules.states.language.choice_rules import COMPARISONS, OPERATORS, TESTS

_COMBINATIONS = ("And", "Or", "Not")
_KNOWN = {"Variable", "Next", "Comment", *_COMBINATIONS, *OPERATORS}
_OPERANDS: dict[str, values.Check] = {
    "String": values.string,
    "Boolean": values.boolean,
    "Timestamp": values.timestamp,
    "Numeric": values.number(float("-inf")),
}


def check(choices: Any, place: str) -> Iterator[Diagnostic]:
    """The problems of the list `Choices`."""
    yield from _rules(choices, place, are_top=True)


def _rule(rule: Any, place: str, *, is_top: bool) -> Iterator[Diagnostic]:
    if not isinstance(rule, dict):
        yield schema("Expected value of type Object", place)
        return
    allowed = _KNOWN if is_top else _KNOWN - {"Next"}
    yield from unsupported((name for name in rule if name not in allowed), place)
    if is_top:
        yield from missing({"Next"} - rule.keys(), place)
    yield from values.string(rule.get("Next", ""), f"{place}/Next")
    used = [name for name in (*_COMBINATIONS, *sorted(OPERATORS)) if name in rule]
    if len(used) != 1:
        yield schema("There must be exactly one comparison or combination in a choice rule", place)
        return
    yield from _condition(rule, used[0], place)


def _condition(rule: dict[str, Any], name: str, place: str) -> Iterator[Diagnostic]:
    where = f"{place}/{name}"
    if name == "Not":
        yield from _rule(rule[name], where, is_top=False)
    elif name in _COMBINATIONS:
        yield from _rules(rule[name], where, are_top=False)
    else:
        yield from _comparison(rule, name, place)
    if name in _COMBINATIONS and "Variable" in rule:
        yield from unsupported(("Variable",), place)


def _rules(rules: Any, place: str, *, are_top: bool) -> Iterator[Diagnostic]:
    if not isinstance(rules, list) or not rules:
        yield schema("Value must be a non-empty array", place)
        return
    for number, rule in enumerate(rules):
        yield from _rule(rule, f"{place}[{number}]", is_top=are_top)


def _comparison(rule: dict[str, Any], name: str, place: str) -> Iterator[Diagnostic]:
    yield from missing({"Variable"} - rule.keys(), place)
    yield from values.variable(rule.get("Variable", "$"), f"{place}/Variable")
    yield from _operand(name)(rule[name], f"{place}/{name}")


def _operand(name: str) -> values.Check:
    if name in TESTS or name == "IsPresent":
        return values.boolean
    if name == "StringMatches":
        return values.string
    return _OPERANDS[COMPARISONS[name][0]] if name in COMPARISONS else values.variable
