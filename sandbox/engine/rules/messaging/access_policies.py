"""Policies of topics and queues as their services check them when they are stored.

IAM User Guide, "Grammar of the IAM JSON policy language" and "IAM JSON policy elements: Condition operators".
"""

import json
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

Statement = dict[str, Any]

_VERSIONS = {"2008-10-17", "2012-10-17"}
_ELEMENTS = {
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
}
_PRINCIPALS = {"AWS", "Service", "Federated", "CanonicalUser"}
_COMPARISONS = "(Not)?Equals|(Less|Greater)Than(Equals)?"
_OPERATOR = re.compile(
    r"(ForAllValues:|ForAnyValue:)?(Null|("
    rf"String((Not)?Equals(IgnoreCase)?|(Not)?Like)|Numeric({_COMPARISONS})|Date({_COMPARISONS})|Bool|BinaryEquals"
    r"|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?)"
)


class PolicyError(Exception):
    """What the service refuses."""


def statements(document: str) -> list[Statement]:
    """The statements of a well-formed policy of a resource.

    Raises:
        PolicyError: the document breaks the grammar.

    """
    try:
        policy = json.loads(document)
    except ValueError:
        raise PolicyError("no JSON") from None
    _require(isinstance(policy, dict) and set(policy) <= {"Version", "Id", "Statement"}, "unknown elements")
    _require(policy.get("Version", "2012-10-17") in _VERSIONS, "unknown version")
    found = listed(policy.get("Statement"))
    _require(bool(found) and all(isinstance(each, dict) for each in found), "no statements")
    for statement in found:
        _check_statement(statement)
    ids = [each["Sid"] for each in found if each.get("Sid")]
    _require(len(ids) == len(set(ids)), "Sid used twice")
    return found


def listed(value: Any) -> list[Any]:
    """A list as it is, anything else as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def actions(statement: Statement) -> list[str]:
    return listed(statement.get("Action", statement.get("NotAction")))


def principals(statement: Statement) -> list[str]:
    given = statement.get("Principal", statement.get("NotPrincipal"))
    return [each for values in given.values() for each in listed(values)] if isinstance(given, dict) else ["*"]


def is_action_of(action: str, service: str, operations: Iterable[str]) -> bool:
    """Whether an action with its prefix is one of the operations or a pattern of them; case does not count."""
    prefix, _, name = action.lower().partition(":")
    return prefix == service and any(fnmatchcase(each.lower(), name) for each in operations)


def _require(holds: object, problem: str) -> None:
    if not holds:
        raise PolicyError(problem)


def _check_statement(statement: Statement) -> None:
    _require(set(statement) <= _ELEMENTS, "unknown elements")
    _require(statement.get("Effect") in {"Allow", "Deny"}, "no effect")
    _require(("Principal" in statement) != ("NotPrincipal" in statement), "no principal")
    _require(("Action" in statement) != ("NotAction" in statement), "no action")
    _check_principal(statement.get("Principal", statement.get("NotPrincipal")))
    for name in ("Action", "NotAction", "Resource", "NotResource"):
        given = listed(statement[name]) if name in statement else ["*"]
        _require(bool(given) and all(isinstance(each, str) for each in given), f"{name} is no list of strings")
    _require(isinstance(statement.get("Sid", ""), str), "Sid is no string")
    _check_condition(statement.get("Condition", {}))


def _check_principal(principal: Any) -> None:
    if principal == "*":
        return
    _require(isinstance(principal, dict) and bool(principal) and set(principal) <= _PRINCIPALS, "unknown principal")
    named = [each for values in principal.values() for each in listed(values)]
    _require(bool(named) and all(isinstance(each, str) for each in named), "unknown principal")


def _check_condition(condition: Any) -> None:
    _require(isinstance(condition, dict), "Condition is no map")
    for operator, keys in condition.items():
        _require(_OPERATOR.fullmatch(operator) is not None, f"unknown operator {operator}")
        _require(isinstance(keys, dict), f"{operator} compares nothing")
        values = [value for given in keys.values() for value in listed(given)]
        _require(all(isinstance(value, str | int | float) for value in values), f"{operator} compares no values")
