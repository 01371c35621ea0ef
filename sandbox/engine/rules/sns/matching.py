"""Whether a subscription's filter policy lets a message through.

SNS Developer Guide, "Amazon SNS message filtering". A dot in a name and a level of nesting are the same, in the
policy and in the message: recorded.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from ministack.services import sns

from sandbox.api.types import Record
from sandbox.engine.rules.sns.filter_policies import BODY, is_or


class _Body(NamedTuple):
    """The values of a message's body by their path, and whether there is anything in it."""

    values: dict[str, list[Any]]
    has_members: bool


def is_accepted(subscription: Record, attributes: Record, message: str) -> bool:
    """The engine's rules for values, on a body as SNS looks through it."""
    settings = subscription["attributes"]
    if settings.get("FilterPolicyScope") != BODY or not settings.get("FilterPolicy"):
        return sns._matches_filter_policy(subscription, attributes, message)
    try:
        body = json.loads(message)
    except ValueError:
        return False
    return isinstance(body, dict) and _accepts(json.loads(settings["FilterPolicy"]), _body(body), "")


def _body(message: Record) -> _Body:
    found: dict[str, list[Any]] = {}
    for path, value in _leaves(message, ""):
        found.setdefault(path, []).append(value)
    return _Body(found, bool(message))


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every value with its dotted path; an array counts as each of its elements."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _leaves(member, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for member in value:
            yield from _leaves(member, path)
    else:
        yield path, value


def _accepts(policy: Record, body: _Body, path: str) -> bool:
    return all(_accepts_key(key, rules, body, path) for key, rules in policy.items())


def _accepts_key(key: str, rules: Any, body: _Body, path: str) -> bool:
    if is_or(key, rules):
        return any(_accepts(each, body, path) for each in rules)
    name = f"{path}.{key}" if path else key
    if isinstance(rules, dict):
        return _accepts(rules, body, name)
    return sns._key_matches(rules, name in body.values, body.values.get(name, []), body.has_members)
