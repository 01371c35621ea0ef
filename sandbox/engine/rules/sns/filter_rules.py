"""The rules for one value in a filter policy.

SNS Developer Guide, "String value matching" and "Numeric value matching". The sentences are those that the tests of
the `moto` library have from AWS.
"""

import ipaddress
from collections.abc import Callable
from typing import Any

from sandbox.api.errors import not_emulated

_COMPARISONS = {"=", "<", "<=", ">", ">="}
_ONE_BOUND, _TWO_BOUNDS = 2, 4


class FilterPolicyError(Exception):
    """A sentence without its beginning "Invalid parameter:"."""


def check_rule(rule: Any) -> None:
    if rule is None or isinstance(rule, str | int | float):
        return
    if not isinstance(rule, dict):
        raise FilterPolicyError("FilterPolicy: Match value must be String, number, true, false, or null")
    if len(rule) != 1:
        raise FilterPolicyError("FilterPolicy: Only one key allowed in match expression")
    _check_operator(*next(iter(rule.items())))


def _check_operator(operator: str, value: Any) -> None:
    if operator == "wildcard":
        raise not_emulated("wildcard in a filter policy")
    if operator not in OPERATORS:
        raise FilterPolicyError(f"FilterPolicy: Unrecognized match type {operator}")
    if not OPERATORS[operator](value):
        raise FilterPolicyError(f"FilterPolicy: {operator} match pattern {_PATTERNS.get(operator, 'must be a string')}")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_excluded(value: Any) -> bool:
    if isinstance(value, dict):
        return list(value) == ["prefix"] and isinstance(value["prefix"], str)
    return bool(value) and all(
        _is_text(each) or _is_number(each) for each in (value if isinstance(value, list) else [value])
    )


def _is_network(value: Any) -> bool:
    try:
        return _is_text(value) and bool(ipaddress.ip_network(value, strict=False))
    except ValueError:
        return False


def _is_range(value: Any) -> bool:
    """One comparison, or a lower bound before an upper one."""
    if not isinstance(value, list) or len(value) not in {_ONE_BOUND, _TWO_BOUNDS}:
        return False
    operators, bounds = value[::2], value[1::2]
    if not all(each in _COMPARISONS for each in operators) or not all(map(_is_number, bounds)):
        return False
    return len(bounds) == 1 or (operators[0][0] == ">" and operators[1][0] == "<" and bounds[0] < bounds[1])


OPERATORS: dict[str, Callable[[Any], bool]] = {
    "anything-but": _is_excluded,
    "cidr": _is_network,
    "equals-ignore-case": _is_text,
    "exists": lambda value: isinstance(value, bool),
    "numeric": _is_range,
    "prefix": _is_text,
    "suffix": _is_text,
    "wildcard": _is_text,
}
_PATTERNS = {
    "anything-but": "must be a string, a number, a list of them or a prefix",
    "cidr": "must be an IP address with a prefix length",
    "exists": "must be either true or false.",
    "numeric": "must be one comparison or two with the lower bound first",
}
