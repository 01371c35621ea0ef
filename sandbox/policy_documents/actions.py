"""The element Action: which actions a statement names, and whether a service has them."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from sandbox.policy_documents.parsing import Element, strings


def actions(statement: Element) -> list[str]:
    """What stands in Action or NotAction."""
    return strings(statement, "Action", "NotAction")


def is_of(service: str, operations: Iterable[str], action: str) -> bool:
    """Whether an action with its prefix is one of the operations or a pattern of them; case does not count."""
    prefix, _, name = action.lower().partition(":")
    return prefix == service and any(fnmatchcase(each.lower(), name) for each in operations)
