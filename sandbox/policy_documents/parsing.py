"""JSON as policies use it: no key twice, one string instead of a list of one."""

import json
from typing import Any, NoReturn

from sandbox.policy_documents.problems import PolicyError, Reason

Element = dict[str, Any]
STATEMENT_ELEMENTS = frozenset(
    {
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
)
VERSIONS = ("2008-10-17", "2012-10-17")


def parsed(document: str) -> Any:
    """The document's JSON.

    Raises:
        PolicyError: no JSON, or a key that stands twice in an element (IAM User Guide, "Grammar of the IAM JSON
            policy language", policy grammar notes).

    """
    try:
        return json.loads(document, object_pairs_hook=_element, parse_constant=_not_json)
    except ValueError:
        raise PolicyError(Reason.JSON, "This policy contains invalid Json") from None


def _element(pairs: list[tuple[str, Any]]) -> Element:
    element = dict(pairs)
    if len(element) < len(pairs):
        raise PolicyError(Reason.DUPLICATE_KEY, "Syntax errors in policy.")
    return element


def _not_json(constant: str) -> NoReturn:
    raise ValueError(constant)  # Python reads NaN and Infinity, which JSON lacks


def listed(value: Any) -> list[Any]:
    """A list as it is, anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def is_strings(value: Any) -> bool:
    """A string or a list of strings."""
    return isinstance(value, (str, list)) and all(isinstance(each, str) for each in listed(value))


def strings(statement: Element, *names: str) -> list[str]:
    """What stands in the elements of these names, in order."""
    return [value for name in names for value in listed(statement.get(name, []))]


def size(document: str) -> int:
    """The characters that count against a quota: IAM User Guide, "IAM and AWS STS quotas", without white space."""
    return len("".join(document.split()))
