"""The granted and used permissions of a rehearsal's IAM roles, and the reasons for the unused ones."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.templates.needed_actions import declared, needed_by
from tests.templates.rendered import PRODUCTS

REASONS = Path(__file__).with_name("unused_grants.yaml")
# STS API reference, "GetCallerIdentity": no permissions are required, and a policy cannot deny it.
NO_PERMISSION_NEEDED = frozenset({"sts:GetCallerIdentity"})

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
    """From the record of a rehearsal."""
    roles = [
        (re.sub("-(staging|production)-", "-*-", name.replace(record["project"]["id"], "*")), role)
        for account in record["accounts"].values()
        for name, role in account["roles"].items()
    ]
    return Usage(*(_merge(roles, kind) for kind in ("granted", "allowed", "denied")))


def actions_with_reason() -> Actions:
    """The actions of the table, by role."""
    pairs = [(role, entry.get("actions", [])) for entry in _table() for role in entry["roles"]]
    return {
        role: frozenset(action for name, actions in pairs if name == role for action in actions) for role, _ in pairs
    }


def actions_of_handlers() -> Actions:
    """The actions that CloudFormation's handlers declare, by the role that they use."""
    entries = [entry for entry in _table() if "handlers" in entry]
    return {role: frozenset(_declared_actions(entry["handlers"])) for entry in entries for role in entry["roles"]}


def duplicate_entries() -> list[tuple[str, str]]:
    pairs = [(role, action) for entry in _table() for role in entry["roles"] for action in entry.get("actions", [])]
    return [pair for pair in pairs if pairs.count(pair) > 1]


def _table() -> list[dict[str, Any]]:
    return YAML(typ="safe").load(REASONS.read_text(encoding="utf-8"))


def _declared_actions(kinds: list[str] | str) -> Iterable[str]:
    if kinds == "products":
        return {action for product in PRODUCTS for actions in needed_by(product).values() for action in actions}
    return {action for kind in kinds for action in declared(kind)}


def _merge(roles: Iterable[tuple[str, Mapping[str, Any]]], kind: str) -> Actions:
    found: dict[str, frozenset[str]] = {}
    for name, role in roles:
        found[name] = found.get(name, frozenset()) | frozenset(role[kind])
    return found
