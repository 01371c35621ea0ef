"""Filter policies of subscriptions: what SNS takes.

SNS Developer Guide, "Filter policy constraints in Amazon SNS", "String value matching" and "Numeric value matching".
The sentences are recorded or those that the tests of the `moto` library have from AWS.
"""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.engine.rules.sns.filter_rules import OPERATORS, FilterPolicyError, check_rule

BODY, ATTRIBUTES = "MessageBody", "MessageAttributes"
OR = "$or"

_MOST_KEYS, _MOST_COMBINATIONS, _MOST_BYTES = 5, 150, 256 * 1024


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
            check_rule(rule)


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
    return all(isinstance(each, dict) and not set(each) & set(OPERATORS) for each in value)


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
