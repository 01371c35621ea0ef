"""What the roles of a rehearsal may do and did, and the reasons for what they may do and did not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.templates.needed_actions import declared, needed_by
from tests.templates.rendered import PRODUCTS

REASONS = Path(__file__).with_name("unused_grants.yaml")
# IAM user guide, "GetCallerIdentity": nobody needs a permission for it, and nobody can be denied it.
FREE_FOR_ALL = frozenset({"sts:GetCallerIdentity"})

Actions = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Usage:
    """Actions by role: granted, used and denied. A role of both stages' accounts is one role here."""

    granted: Actions
    used: Actions
    denied: Actions

    @property
    def unused(self) -> Actions:
        return {role: self.granted[role] - self.used[role] for role in self.granted}


def read(record: Mapping[str, Any]) -> Usage:
    """From the record that a rehearsal leaves."""
    roles = [
        (name.replace(record["project"]["id"], "*"), role)
        for account in record["accounts"].values()
        for name, role in account["roles"].items()
    ]
    return Usage(*(_together(roles, kind) for kind in ("granted", "allowed", "denied")))


def excused() -> Actions:
    """What the table names, by role."""
    pairs = [(role, entry.get("actions", [])) for entry in _table() for role in entry["roles"]]
    return {role: frozenset(action for name, some in pairs if name == role for action in some) for role, _ in pairs}


def said_by_handlers() -> Actions:
    """What CloudFormation's handlers call, by the role that they do it as."""
    entries = [entry for entry in _table() if "handlers" in entry]
    return {role: frozenset(_of_handlers(entry["handlers"])) for entry in entries for role in entry["roles"]}


def entries_said_twice() -> list[tuple[str, str]]:
    every = [(role, action) for entry in _table() for role in entry["roles"] for action in entry.get("actions", [])]
    return [pair for pair in every if every.count(pair) > 1]


def _table() -> list[dict[str, Any]]:
    return YAML(typ="safe").load(REASONS.read_text(encoding="utf-8"))


def _of_handlers(kinds: list[str] | str) -> Iterable[str]:
    if kinds == "products":
        return {action for product in PRODUCTS for some in needed_by(product).values() for action in some}
    return {action for kind in kinds for action in declared(kind)}


def _together(roles: Iterable[tuple[str, Mapping[str, Any]]], kind: str) -> Actions:
    found: dict[str, frozenset[str]] = {}
    for name, role in roles:
        found[name] = found.get(name, frozenset()) | frozenset(role[kind])
    return found
