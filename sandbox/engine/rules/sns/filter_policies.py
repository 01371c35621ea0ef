"""Filter policies of subscriptions: what SNS takes.

SNS Developer Guide, "Filter policy constraints in Amazon SNS", "String value matching" and "Numeric value matching".
The sentences are recorded or those that the tests of the `moto` library have from AWS.
"""

import ipaddress
import json
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.api.errors import not_emulated

BODY, ATTRIBUTES = "MessageBody", "MessageAttributes"
OR = "$or"

_MOST_KEYS, _MOST_COMBINATIONS, _MOST_BYTES = 5, 150, 256 * 1024
_COMPARISONS = {"=", "<", "<=", ">", ">="}
_ONE_BOUND, _TWO_BOUNDS = 2, 4


class FilterPolicyError(Exception):
    """A sentence without its beginning "Invalid parameter:"."""


def check(text: str, scope: str) -> None:
    """Refuse what is no filter policy.

    Raises:
        FilterPolicyError: in AWS's words.

    """
    policy = _parsed(text)
    if len(policy) > _MOST_KEYS:
        raise FilterPolicyError("FilterPolicy: Filter policy can not have more than 5 keys")
    leaves = list(_leaves(policy, 1))
    if scope == ATTRIBUTES and any(depth > 1 for depth, _ in leaves):
        raise FilterPolicyError("Filter policy scope MessageAttributes does not support nested filter policy")
    if _combinations(policy, 1) > _MOST_COMBINATIONS:
        raise FilterPolicyError("FilterPolicy: Filter policy is too complex")
    for _, rules in leaves:
        for rule in rules:
            _check_rule(rule)


def _parsed(text: str) -> dict[str, Any]:
    try:
        policy = json.loads(text)
    except ValueError:
        raise FilterPolicyError("FilterPolicy: failed to parse JSON.") from None
    if not isinstance(policy, dict) or len(text.encode()) > _MOST_BYTES:
        raise FilterPolicyError("FilterPolicy: Filter policy must be a JSON object of at most 256 KB")
    return policy


def is_or(key: str, value: Any) -> bool:
    """Guide, "AND/OR logic": at least two objects, without a matching keyword as the name of a field."""
    if key != OR or not isinstance(value, list) or len(value) <= 1:
        return False
    return all(isinstance(each, dict) and not set(each) & set(_OPERATORS) for each in value)


def _leaves(policy: dict[str, Any], depth: int) -> Iterator[tuple[int, list[Any]]]:
    """Every list of rules with the depth of its key."""
    for key, value in policy.items():
        if is_or(key, value):
            for each in value:
                yield from _leaves(each, depth)
        elif isinstance(value, dict):
            yield from _leaves(value, depth + 1)
        else:
            yield depth, _rules(key, value)


def _rules(key: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise FilterPolicyError(f'FilterPolicy: "{key}" must be an object or an array')
    if not value:
        raise FilterPolicyError("FilterPolicy: Empty arrays are not allowed")
    return value


def _combinations(policy: dict[str, Any], depth: int) -> int:
    """The product of the sizes of all lists, each times the depth of its key; alternatives are added."""
    found = 1
    for key, value in policy.items():
        if is_or(key, value):
            found *= sum(_combinations(each, depth) for each in value)
        elif isinstance(value, dict):
            found *= _combinations(value, depth + 1)
        else:
            found *= len(value) * depth
    return found


def _check_rule(rule: Any) -> None:
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
    if operator not in _OPERATORS:
        raise FilterPolicyError(f"FilterPolicy: Unrecognized match type {operator}")
    if not _OPERATORS[operator](value):
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


_OPERATORS: dict[str, Callable[[Any], bool]] = {
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
