"""The rules of a Choice state (States Language, "Choice State")."""

import operator
import re
from collections.abc import Callable
from typing import Any

from sandbox.engine.rules.states.language import timestamps
from sandbox.engine.rules.states.language.problems import StateProblemError
from sandbox.engine.rules.states.language.scope import Scope
from sandbox.engine.rules.states.language.steps import MissingError

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_timestamp(value: Any) -> bool:
    return isinstance(value, str) and timestamps.moment(value) is not None


KINDS: dict[str, Callable[[Any], bool]] = {
    "String": lambda value: isinstance(value, str),
    "Numeric": is_number,
    "Boolean": lambda value: isinstance(value, bool),
    "Timestamp": is_timestamp,
}
TESTS: dict[str, Callable[[Any], bool]] = {
    "IsNull": lambda value: value is None,
    "IsNumeric": is_number,
    "IsString": KINDS["String"],
    "IsBoolean": KINDS["Boolean"],
    "IsTimestamp": is_timestamp,
}
COMPARISONS = {
    f"{kind}{order}": (kind, order) for kind in KINDS for order in _ORDERS if kind != "Boolean" or order == "Equals"
}
OPERATORS = {*TESTS, "IsPresent", "StringMatches", *COMPARISONS, *(f"{name}Path" for name in COMPARISONS)}


def holds(rule: dict[str, Any], scope: Scope) -> bool:
    """Whether a rule is true of the input.

    Raises:
        StateProblemError: its variable leads to nothing, and it is not asked whether it does.

    """
    if "And" in rule:
        return all(holds(part, scope) for part in rule["And"])
    if "Or" in rule:
        return any(holds(part, scope) for part in rule["Or"])
    if "Not" in rule:
        return not holds(rule["Not"], scope)
    name = next(name for name in rule if name in OPERATORS)
    if name == "IsPresent":
        return _is_present(rule["Variable"], scope) == rule[name]
    return _holds(name, _value(rule["Variable"], scope), rule[name], scope)


def _holds(name: str, value: Any, expected: Any, scope: Scope) -> bool:
    if name in TESTS:
        return TESTS[name](value) == expected
    if name == "StringMatches":
        return isinstance(value, str) and _pattern(expected).fullmatch(value) is not None
    if name.endswith("Path"):
        name, expected = name.removesuffix("Path"), _value(expected, scope)
    kind, order = COMPARISONS[name]
    if not KINDS[kind](value) or not KINDS[kind](expected):
        return False
    if kind == "Timestamp":
        value, expected = timestamps.moment(value), timestamps.moment(expected)
    return _ORDERS[order](value, expected)


def _is_present(path: str, scope: Scope) -> bool:
    try:
        scope.value_at(path)
    except MissingError:
        return False
    return True


def _value(path: str, scope: Scope) -> Any:
    try:
        return scope.value_at(path)
    except MissingError as missing:
        problem = f"Invalid path '{path}': The choice state's condition path references an invalid value."
        raise StateProblemError(problem) from missing


def _pattern(text: str) -> re.Pattern[str]:
    r"""`*` is any text, `\*` an asterisk and `\\` a backslash."""
    parts = re.findall(r"\\[*\\]|\*|[^*\\]+|\\", text, re.DOTALL)
    return re.compile("".join(".*" if part == "*" else re.escape(_literal(part)) for part in parts), re.DOTALL)


def _literal(part: str) -> str:
    return part[1:] if len(part) == 2 and part[0] == "\\" else part
