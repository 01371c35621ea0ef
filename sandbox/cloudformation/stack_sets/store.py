"""Where stack sets are, how one is found, and in what order its operations run."""

import threading
from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.api.store import Store, Table
from sandbox.cloudformation.stack_sets.records import StackSet

STORE = Store()
STACK_SETS = Table[StackSet](STORE, "stack_sets")
_locks: dict[str, threading.Lock] = {}


def find(name: str) -> StackSet:
    """A stack set of the current account and region, by its name or by its id, which begins with the name."""
    stack_set = STACK_SETS.here().get(name.partition(":")[0])
    if stack_set is None:
        raise ServiceError("StackSetNotFoundException", f"StackSet {name} not found", 404)
    return stack_set


def add(stack_set: StackSet) -> None:
    name = stack_set.detail["StackSetName"]
    if name in STACK_SETS.here():
        raise ServiceError("NameAlreadyExistsException", f"The name {name} is already in use by another StackSet", 409)
    STACK_SETS.here()[name] = stack_set


def lock(stack_set: StackSet) -> threading.Lock:
    """Operations on one stack set run one after the other."""
    return _locks.setdefault(stack_set.detail["StackSetId"], threading.Lock())


def load_state(state: dict[str, Any]) -> None:
    """Restore what was saved; operations that were not finished have no thread any more and fail."""
    STORE.load_state(state)
    for stack_set in STACK_SETS.all():
        for operation in stack_set.operations.values():
            if operation.is_unfinished:
                operation.detail["Status"] = "FAILED"
                operation.detail["StatusReason"] = "The sandbox ended during this operation"
