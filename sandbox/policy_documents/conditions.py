"""The Condition element: operators and the form of their values.

IAM User Guide, "IAM JSON policy elements: Condition operators"; what is refused and what is not was compared with the
lists of the `moto` library (`moto.iam.policy_validation` and its tests) and of versity/versitygw (`iamapi/policy`),
whose authors asked AWS.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.policy_documents.parsing import Element, listed
from sandbox.policy_documents.problems import PolicyError, Reason
from sandbox.policy_documents.resources import LEGACY

_COMPARISONS = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
_OPERATORS = {
    *(
        f"String{kind}"
        for kind in ("Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike")
    ),
    *(f"Numeric{kind}" for kind in _COMPARISONS),
    *(f"Date{kind}" for kind in _COMPARISONS),
    *(f"Arn{kind}" for kind in ("Equals", "NotEquals", "Like", "NotLike")),
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
}
_OPERATOR = re.compile(r"(?:ForAnyValue:|ForAllValues:)?(?:Null|(?P<other>.*?)(?:IfExists)?)")
_FAMILY = re.compile(r"(?:ForAnyValue:|ForAllValues:)?(?:Not)?(Numeric|Date|Bool|Null|IpAddress)")
_DATE = re.compile(
    r"(?P<year>-?\d+)(?:-(?P<month>\d+)(?:-(?P<day>\d+))?)?"
    r"(?:[tT](?:(?P<hour>\d+)(?::(?P<minute>\d+)(?::(?P<second>\d+)(?:\.\d{1,9})?)?)?"
    r"(?:[zZ]|[+-](?P<zone>\d\d)(?::(?P<zone_minute>\d\d))?)?)?)?"
)
_LIMITS = {
    "year": (-292275054, 292278993),
    "month": (1, 12),
    "day": (1, 31),
    "hour": (0, 23),
    "minute": (0, 59),
    "second": (0, 59),
    "zone": (0, 23),
    "zone_minute": (0, 59),
}
_LAST_SECOND = 2**63 - 1


def check(condition: Any) -> None:
    """Refuse what is no map of operators to maps of keys to values, or an operator that does not exist.

    Raises:
        PolicyError: with the reason CONDITION; an unknown operator in the words of policies of resources
            (aws-samples/github-actions-oidc-cdk-construct, issue 5).

    """
    if not isinstance(condition, dict) or not all(_are_values(keys) for keys in condition.values()):
        raise PolicyError(Reason.CONDITION, "Syntax error in policy.")
    for operator, keys in condition.items():
        if keys and not is_operator(operator):  # AWS lets an unknown operator without keys pass
            raise PolicyError(Reason.CONDITION, f"Invalid Condition type : {operator}")


def check_values(condition: Element) -> None:
    """Refuse values that their operator cannot compare; a policy variable may stand for any of them.

    Raises:
        PolicyError: with the reason CONDITION for a date, CONDITION_VALUE for another value.

    """
    for family, value in _values(condition):
        if family == "Date" and not _is_date(value):
            raise PolicyError(Reason.CONDITION, LEGACY)
        if family in _READERS and not _is_readable(_READERS[family], value):
            raise PolicyError(Reason.CONDITION_VALUE, f"the value {value} of a condition with {family}")


def is_operator(name: str) -> bool:
    """Whether a condition operator exists, with the prefix of a set operator or `IfExists` behind it."""
    found = _OPERATOR.fullmatch(name)
    return bool(found) and (found["other"] is None or found["other"] in _OPERATORS)


def _are_values(keys: Any) -> bool:
    return isinstance(keys, dict) and all(
        isinstance(each, (str, bool, int, float)) for value in keys.values() for each in listed(value)
    )


def _values(condition: Element) -> Iterator[tuple[str, str]]:
    for operator, keys in condition.items():
        family = _FAMILY.match(operator)
        for value in (str(each) for given in keys.values() for each in listed(given)):
            if family and "${" not in value:
                yield family[1], value


def _is_date(value: str) -> bool:
    """A date of the W3C's form of ISO 8601 or seconds since 1970."""
    if value.isdecimal():
        return int(value) <= _LAST_SECOND
    found = _DATE.fullmatch(value)
    return bool(found) and all(
        low <= int(found[part]) <= high for part, (low, high) in _LIMITS.items() if found[part] is not None
    )


def _is_readable(reader: Callable[[str], object], value: str) -> bool:
    try:
        reader(value)
    except ValueError:
        return False
    return True


def _boolean(value: str) -> None:
    if value.lower() not in {"true", "false"}:
        raise ValueError(value)


def _network(value: str) -> None:
    ipaddress.ip_network(value, strict=False)


_READERS: dict[str, Callable[[str], object]] = {
    "Numeric": float,
    "Bool": _boolean,
    "Null": _boolean,
    "IpAddress": _network,
}
