"""Whether IAM would allow a request: statements with both effects, and the condition operators that the templates use.

IAM User Guide, "IAM JSON policy elements: Condition operators": all keys must match, a key of a negated operator also
when it is absent, and with `IfExists` every key that is absent.
"""

from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from tests.templates.statements import Found, covers

Context = Mapping[str, str]


def is_allowed(statements: Iterable[Found], action: str, resource: str, context: Context) -> bool:
    """Whether some statement allows the request and none denies it."""
    applied = [found for found in statements if covers(found, action, resource) and is_met(found, context)]
    return any(found.allows for found in applied) and all(found.allows for found in applied)


def is_met(found: Found, context: Context) -> bool:
    """Whether the statement's condition holds."""
    conditions: dict[str, dict[str, Any]] = found.statement.get("Condition", {})
    return all(
        _holds(operator, context.get(key), value if isinstance(value, list) else [value])
        for operator, keys in conditions.items()
        for key, value in keys.items()
    )


def _holds(operator: str, actual: str | None, expected: list[str]) -> bool:
    name = operator.removesuffix("IfExists")
    if name == "Null":
        return (actual is None) == (expected == ["true"])
    if actual is None:
        return operator != name or name in _NEGATED
    matches = any(_MATCHES[name](actual, each) for each in expected)
    return matches is (name not in _NEGATED)


def _equal(actual: str, expected: str) -> bool:
    return actual == expected


_NEGATED = {"ArnNotEquals", "ArnNotLike", "StringNotEquals", "StringNotLike"}
_MATCHES: dict[str, Callable[[str, str], bool]] = {
    "ArnEquals": fnmatchcase,
    "ArnLike": fnmatchcase,
    "ArnNotEquals": fnmatchcase,
    "ArnNotLike": fnmatchcase,
    "Bool": _equal,
    "StringEquals": _equal,
    "StringLike": fnmatchcase,
    "StringNotEquals": _equal,
    "StringNotLike": fnmatchcase,
}
