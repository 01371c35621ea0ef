"""Keeps stack sets, their instances and operations; plain data, so that it survives a restart."""

import threading
from typing import Any

StackSet = dict[str, Any]

_sets: dict[str, StackSet] = {}
_locks: dict[str, threading.Lock] = {}


class StackSetError(Exception):
    """A refusal with AWS's code."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


def key(account: str, region: str, name: str) -> str:
    return f"{account}|{region}|{name}"


def find(account: str, region: str, name: str) -> StackSet:
    # A stack set is also known by its id, which is the name and a unique part.
    found = _sets.get(key(account, region, name.partition(":")[0]))
    if found is None:
        raise StackSetError("StackSetNotFoundException", f"StackSet {name} not found", 404)
    return found


def add(account: str, region: str, stack_set: StackSet) -> None:
    place = key(account, region, stack_set["StackSetName"])
    if place in _sets:
        message = f"The name {stack_set['StackSetName']} is already in use by another StackSet"
        raise StackSetError("NameAlreadyExistsException", message, 409)
    _sets[place] = stack_set


def remove(account: str, region: str, name: str) -> None:
    del _sets[key(account, region, name)]


def all_of(account: str, region: str) -> list[StackSet]:
    return [found for place, found in _sets.items() if place.startswith(f"{account}|{region}|")]


def everywhere() -> list[StackSet]:
    return list(_sets.values())


def lock(stack_set: StackSet) -> threading.Lock:
    """Operations on one stack set run one after the other."""
    return _locks.setdefault(stack_set["StackSetId"], threading.Lock())


def get_state() -> dict[str, StackSet]:
    return dict(_sets)


def load_persisted_state(state: dict[str, StackSet]) -> None:
    _sets.update(state)
    for stack_set in _sets.values():
        for operation in stack_set["operations"].values():
            if operation["Status"] in ("RUNNING", "QUEUED"):
                operation |= {"Status": "FAILED", "StatusReason": "The sandbox ended during this operation"}
