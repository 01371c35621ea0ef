"""What IAM would decide by the statements of a template: the operators that the templates use, and no others.

IAM User Guide, "Policy evaluation logic", "IAM JSON policy elements: Condition operators" and "Multivalued context
keys".
"""

from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from tests.templates.statements import Found, covers

Context = Mapping[str, Any]
_TESTS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": str.__eq__,
    "StringEqualsIgnoreCase": lambda found, expected: found.lower() == expected.lower(),
    "StringLike": fnmatchcase,
    "ArnEquals": fnmatchcase,
    "ArnLike": fnmatchcase,
    "Bool": str.__eq__,
}


def decision(statements: Iterable[Found], action: str, resource: str, context: Context) -> str:
    """`deny`, `allow`, or `nothing` where no statement is about the request. Keys of the context are as in policies."""
    effects = {
        found.statement["Effect"]
        for found in statements
        if covers(found, action, resource) and _holds(found.statement.get("Condition", {}), context)
    }
    return "deny" if "Deny" in effects else "allow" if effects else "nothing"


def _holds(conditions: Mapping[str, Mapping[str, Any]], context: Context) -> bool:
    return all(
        _is_met(operator, context.get(key), [expected] if isinstance(expected, str) else expected)
        for operator, keys in conditions.items()
        for key, expected in keys.items()
    )


def _is_met(operator: str, found: Any, expected: list[str]) -> bool:
    if operator == "Null":
        return (found is None) == (expected == ["true"])
    plain = operator.removeprefix("ForAllValues:").removesuffix("IfExists")
    is_negated, test = "Not" in plain, _TESTS[plain.replace("Not", "")]
    if found is None:
        return is_negated or plain != operator
    values = found if isinstance(found, list) else [found]
    return all(any(test(value, one) for one in expected) != is_negated for value in values)
