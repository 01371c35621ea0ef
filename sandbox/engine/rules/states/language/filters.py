"""Filters of JSONPaths: comparisons, `&&`, `||`, `!`, parentheses and the existence of a path."""

import operator
import re
from collections.abc import Callable
from typing import Any

from sandbox.engine.rules.states.language.scanner import Scanner, SyntaxProblemError
from sandbox.engine.rules.states.language.steps import MissingError, Step, find

Test = Callable[[Any], bool]
ReadSteps = Callable[[Scanner], tuple[Step, ...]]
_ABSENT = object()

_OPERATOR = re.compile(r"==|!=|<=|>=|<|>")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_STRING = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_WORD = re.compile(r"true|false|null")
_WORDS = {"true": True, "false": False, "null": None}
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def read(scanner: Scanner, read_steps: ReadSteps) -> Test:
    """The test of a filter, up to the parenthesis that ends it."""
    tests = [_conjunction(scanner, read_steps)]
    while _take(scanner, "||"):
        tests.append(_conjunction(scanner, read_steps))
    return lambda value: any(test(value) for test in tests)


def _conjunction(scanner: Scanner, read_steps: ReadSteps) -> Test:
    tests = [_single(scanner, read_steps)]
    while _take(scanner, "&&"):
        tests.append(_single(scanner, read_steps))
    return lambda value: all(test(value) for test in tests)


def _single(scanner: Scanner, read_steps: ReadSteps) -> Test:
    if _take(scanner, "!"):
        negated = _single(scanner, read_steps)
        return lambda value: not negated(value)
    if _take(scanner, "("):
        inner = read(scanner, read_steps)
        scanner.skip_blanks()
        scanner.require(")")
        return inner
    return _comparison(scanner, read_steps)


def _comparison(scanner: Scanner, read_steps: ReadSteps) -> Test:
    left = _operand(scanner, read_steps)
    scanner.skip_blanks()
    sign = scanner.match(_OPERATOR)
    if not sign:
        return lambda value: left(value) is not _ABSENT
    right = _operand(scanner, read_steps)
    return lambda value: _holds(left(value), sign[0], right(value))


def _operand(scanner: Scanner, read_steps: ReadSteps) -> Callable[[Any], Any]:
    scanner.skip_blanks()
    if scanner.take("@"):
        steps = read_steps(scanner)
        return lambda value: _find(steps, value)
    constant = _constant(scanner)
    return lambda _value: constant


def _constant(scanner: Scanner) -> Any:
    number, text, word = scanner.match(_NUMBER), scanner.match(_STRING), scanner.match(_WORD)
    if number:
        return float(number[0]) if number[1] or number[2] else int(number[0])
    if text:
        return text[1] if text[1] is not None else text[2]
    if word:
        return _WORDS[word[0]]
    raise SyntaxProblemError(f"{scanner.rest()} is no part of a filter")


def _find(steps: tuple[Step, ...], value: Any) -> Any:
    try:
        return find(steps, value)
    except MissingError:
        return _ABSENT


def _holds(left: Any, sign: str, right: Any) -> bool:
    """Values of different types are unequal, and in no order."""
    alike = _kind(left) == _kind(right)
    if sign in {"==", "!="}:
        return (alike and left == right) == (sign == "==")
    return alike and _kind(left) in {"number", "text"} and _ORDER[sign](left, right)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "text" if isinstance(value, str) else type(value).__name__


def _take(scanner: Scanner, sign: str) -> bool:
    scanner.skip_blanks()
    return scanner.take(sign)
