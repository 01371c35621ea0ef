"""Defects of the conditions of statements that allow: gone, for anything, turned round, or only where a key is sent."""

from collections.abc import Iterator
from typing import Any

from scripts.gate.model.template import Body
from scripts.gate.mutation.edits import REMOVED, Edit
from scripts.gate.mutation.operators.grants import allowing

LIKE = {"StringEquals": "StringLike", "ArnEquals": "ArnLike"}


def plain_tests(found: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines of a condition that are the same in every launch."""
    return ((name, tests) for name, tests in found.get("Condition", {}).items() if "Fn::If" not in tests)


def condition_removed(body: Body) -> Iterator[Edit]:
    return (Edit((*path, "Condition"), REMOVED) for path, found in allowing(body) if found.get("Condition"))


def condition_key_removed(body: Body) -> Iterator[Edit]:
    """One of several keys: the others alone must not be enough."""
    for path, found in allowing(body):
        keys = [(operator, key) for operator, tests in plain_tests(found) for key in tests]
        for operator, key in keys if len(keys) > 1 else ():
            yield Edit((*path, "Condition", operator, key), REMOVED, key)


def condition_if_exists(body: Body) -> Iterator[Edit]:
    """The same for requests that have the key; those without it pass."""
    for path, found in allowing(body):
        for operator, tests in plain_tests(found):
            if operator.startswith(("String", "Arn", "Bool")) and not operator.endswith("IfExists"):
                others = {name: part for name, part in found["Condition"].items() if name != operator}
                name = f"{operator}IfExists"
                loose = {**others, name: {**others.get(name, {}), **tests}}
                yield Edit((*path, "Condition"), loose, operator)


def condition_for_anything(body: Body) -> Iterator[Edit]:
    """A value that matches everything."""
    for path, found in allowing(body):
        for operator, tests in plain_tests(found):
            like = LIKE.get(operator, str(operator))
            for key in tests if like.startswith(("StringLike", "ArnLike")) and "Not" not in like else ():
                kept = {name: part for name, part in found["Condition"].items() if name != operator}
                rest = {name: value for name, value in tests.items() if name != key}
                changed = {**kept, **({operator: rest} if rest else {})}
                changed[like] = {**changed.get(like, {}), key: "*"}
                yield Edit((*path, "Condition"), changed, key)


def condition_turned_round(body: Body) -> Iterator[Edit]:
    """A tag that must be there must be missing; a grant for a service of AWS is one for anybody."""
    turned = {"true": "false", "false": "true"}
    for path, found in allowing(body):
        for operator in ("Null", "Bool"):
            for key, value in dict(plain_tests(found)).get(operator, {}).items():
                listed = value if isinstance(value, list) else [value]
                yield Edit((*path, "Condition", operator, key), [turned[text] for text in listed], key)


OPERATORS = (
    "condition_removed",
    "condition_key_removed",
    "condition_if_exists",
    "condition_for_anything",
    "condition_turned_round",
)
