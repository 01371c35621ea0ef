"""`anything-but`: of strings, of numbers, or of prefixes, suffixes, wildcards and strings in any case."""

from typing import Any

from sandbox.engine.rules.events.patterns import numeric, wildcards
from sandbox.engine.rules.events.patterns.matchers import Matcher
from sandbox.engine.rules.events.patterns.refusals import InvalidPatternError
from sandbox.engine.rules.events.patterns.texts import Number, Pairs

_AFFIX = "prefix/suffix match pattern must be a string"
_NESTED = {
    "prefix": _AFFIX,
    "suffix": _AFFIX,
    "equals-ignore-case": "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
    "wildcard": "wildcard match pattern must be a string",
}


def matcher(operand: Any) -> Matcher:
    if isinstance(operand, Pairs):
        return _nested(operand)
    _check_type(operand)
    return _plain(operand if isinstance(operand, list) else [operand])


def _check_type(operand: Any) -> None:
    if not isinstance(operand, (list, str)):
        raise InvalidPatternError("Value of anything-but must be an array or single string/number value.")


def _plain(values: list[Any]) -> Matcher:
    for value in values:
        if not isinstance(value, str):
            raise InvalidPatternError("Inside anything but list, start|null|boolean is not supported.")
        if isinstance(value, Number):
            numeric.comparable(value)
    if len({type(value) for value in values}) != 1:
        raise InvalidPatternError(
            "Inside anything but list, either all values are number or string, mixed type is not supported"
        )
    if isinstance(values[0], Number):
        return Matcher("anything-but number", frozenset(numeric.comparable(value) for value in values))
    return Matcher("anything-but", frozenset(f'"{value}"' for value in values))


def _nested(operand: Pairs) -> Matcher:
    if not operand:
        raise InvalidPatternError("Anything-But expression name not found")
    name, inner = operand[0]
    if name not in _NESTED:
        raise InvalidPatternError(f"Unsupported anything-but pattern: {name}")
    _check_type(inner)
    values = inner if isinstance(inner, list) else [inner]
    if not values:  # the library compiles this, and fails when it is used
        raise InvalidPatternError("Empty arrays are not allowed")
    found = frozenset(_value(name, value) for value in values)
    if name == "wildcard":
        found = frozenset(map(wildcards.checked, sorted(found)))
    if len(operand) > 1:
        raise InvalidPatternError("Too many elements in numeric expression")
    return Matcher(f"anything-but {name}", found)


def _value(name: str, value: Any) -> str:
    if not isinstance(value, str) or isinstance(value, Number):
        raise InvalidPatternError(_NESTED[name])
    if name in ("prefix", "suffix") and not value:
        raise InvalidPatternError("Null prefix/suffix not allowed")
    return {"prefix": f'"{value}', "suffix": f'{value}"'}.get(name, f'"{value}"')
