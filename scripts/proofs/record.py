"""`proof.json`: what a checker needs to recompute a proof from templates alone."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scripts.proofs.disagreements import counted, known_disagreements
from scripts.proofs.proof import Outcome
from scripts.proofs.requests import Call, Family
from scripts.proofs.world.people import people
from scripts.proofs.world.stacks import Stack
from scripts.proofs.world.world import World

FORMAT = 1


class _Table:
    """Texts by number: ARNs and actions occur in thousands of requests."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))


def proof_record(
    world: World, found: Sequence[Outcome], evaluator: str, digests: Mapping[str, str], version: str
) -> dict[str, Any]:
    """`digests` are of the templates that the world is made of, by name; `evaluator` names the second one."""
    table = _Table()
    statements = [_statement(outcome, table) for outcome in found]
    requests = sum(len(outcome.checked) for outcome in found)
    return {
        "format": FORMAT,
        "product": world.product,
        "version": version,
        "templates": dict(digests),
        "evaluators": {
            "requests": requests,
            "second": evaluator,
            "disagreements": counted([one for outcome in found for one in outcome.disputed], known_disagreements()),
        },
        "assumptions": sorted({number for outcome in found for number in outcome.statement.assumptions}),
        "statements": statements,
        "world": _world(world),
        "texts": list(table.numbers),
    }


def proof_text(record: Mapping[str, Any]) -> str:
    """One line for each member, and for each statement, so that a difference can be read."""
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def _statement(outcome: Outcome, table: _Table) -> dict[str, Any]:
    statement = outcome.statement
    return {
        "name": statement.name,
        "sentence": statement.sentence,
        "requests": len(outcome.checked),
        "assumptions": list(statement.assumptions),
        "families": json.dumps([_family(family, table) for family in outcome.families], separators=(",", ":")),
    }


def _family(family: Family, table: _Table) -> list[Any]:
    """Whether all are allowed, the principals, and calls of an action, a resource and condition keys."""
    principals = [table.number(principal) for principal in family.principals]
    return [family.allowed, principals, [_call(call, table) for call in family.calls]]


def _call(call: Call, table: _Table) -> list[Any]:
    numbers = [table.number(call.action), table.number(call.resource)]
    return [*numbers, table.number(json.dumps(dict(call.context), sort_keys=True))] if call.context else numbers


def _world(world: World) -> dict[str, Any]:
    made = [_stack(stack) for _, stack in world.stacks]
    persons = {arn: list(principal.policies) for arn, principal in people(world.managed).items()}
    return {
        "accounts": world.facts.accounts,
        "stacks": made,
        "people": _compact(persons),
    }


def _compact(persons: Mapping[str, Iterable[Any]]) -> dict[str, str]:
    return {arn: json.dumps(list(documents), separators=(",", ":")) for arn, documents in persons.items()}


def _stack(stack: Stack) -> dict[str, Any]:
    return {
        "name": stack.name,
        "account": stack.account,
        "region": stack.region,
        "template": stack.source,
        "values": stack.values,
        "settings": dict(stack.settings) if "{{resolve:ssm:" in json.dumps(stack.template) else {},
    }
