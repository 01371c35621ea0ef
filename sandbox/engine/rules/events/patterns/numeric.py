"""`numeric`: one comparison, or a bottom followed by a top."""

from typing import Any

from sandbox.engine.rules.events.patterns import numbers
from sandbox.engine.rules.events.patterns.matchers import Bounds, Matcher
from sandbox.engine.rules.events.patterns.refusals import InvalidPatternError
from sandbox.engine.rules.events.patterns.texts import Number, Pairs

_NAMES = {"=": "equals", ">": ">", ">=": ">=", "<": "<", "<=": "<="}


def matcher(operand: Any) -> Matcher:
    if not isinstance(operand, list):
        raise InvalidPatternError("Value of numeric must be an array.")
    operator = _operator(operand)
    text = _number(operand, 1, _NAMES[operator])
    if operator in (">", ">=") and len(operand) > 2:
        return Matcher("numeric", _range(operand, text))
    if len(operand) > 2:
        raise InvalidPatternError("Too many elements in numeric expression")
    value, is_open = comparable(text), operator in ("<", ">")
    if operator == "=":
        return Matcher("number", value)
    if operator in ("<", "<="):
        return Matcher("numeric", Bounds(top=value, is_open_above=is_open))
    return Matcher("numeric", Bounds(bottom=value, is_open_below=is_open))


def _operator(operand: list[Any]) -> str:
    first = operand[0] if operand else "]"
    if not operand or not _is_text(first):
        raise InvalidPatternError(f"Invalid member in numeric match: {_token(first)}")
    if first not in _NAMES:
        raise InvalidPatternError(f"Unrecognized numeric range operator: {first}")
    return first


def _range(operand: list[Any], bottom_text: str) -> Bounds:
    operator = operand[2]
    if not _is_text(operator):
        raise InvalidPatternError(f"Bad value in numeric range: {_token(operator)}")
    if operator not in ("<", "<="):
        raise InvalidPatternError(f"Bad numeric range operator: {operator}")
    if len(operand) > 4 and isinstance(operand[3], Number):
        raise InvalidPatternError("Too many terms in numeric range expression")
    top_text = _number(operand, 3, operator)
    bottom, top = comparable(bottom_text), comparable(top_text)
    if bottom >= top:
        raise InvalidPatternError("Bottom must be less than top")
    return Bounds(bottom=bottom, is_open_below=operand[0] == ">", top=top, is_open_above=operator == "<")


def _number(operand: list[Any], position: int, name: str) -> str:
    given = operand[position] if position < len(operand) else None
    if not isinstance(given, Number):
        raise InvalidPatternError(f"Value of {name} must be numeric")
    return given


def comparable(text: str) -> float:
    """The value of a number that can be compared."""
    found = numbers.comparable(text)
    if found is None:
        raise InvalidPatternError(f"Cannot compare number : {text}")
    return found


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, Number)


def _token(value: Any) -> str:
    """The first token of a value."""
    if isinstance(value, (Pairs, list)):
        return "{" if isinstance(value, Pairs) else "["
    return {True: "true", False: "false", None: "null"}[value] if not isinstance(value, str) else value
