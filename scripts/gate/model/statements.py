"""Statements of policies: effect, actions, resources, principals and conditions, all as text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, Literal, NamedTuple

from scripts.gate.model.values import Choices, branches, given, texts

Kind = Literal["trust", "identity", "resource", "boundary"]
EVERYTHING_BUT = ("NotAction", "NotResource", "NotPrincipal")


class Test(NamedTuple):
    """One line of a condition."""

    operator: str
    key: str
    values: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether it holds for given values alone: without `Like`, `Not` and `IfExists`, and without a wildcard."""
        named = self.operator in ("ArnEquals", "StringEquals")
        return named and bool(self.values) and not any("*" in value or "?" in value for value in self.values)


@dataclass(frozen=True, eq=False)
class Statement:
    """`place` is the logical id of the resource that carries the policy."""

    place: str
    kind: Kind
    effect: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    principals: tuple[tuple[str, str], ...]
    tests: tuple[Test, ...]
    everything_but: tuple[str, ...]
    choices: Choices = ()
    """The conditions of the template under which it is there."""

    @property
    def allows(self) -> bool:
        return self.effect == "Allow"

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(name for kind, name in self.principals if kind == "Service")

    @property
    def accounts(self) -> tuple[str, ...]:
        """The principals that are no services."""
        return tuple(name for kind, name in self.principals if kind != "Service")

    def of(self, key: str) -> tuple[Test, ...]:
        """The lines on a condition key; names of keys have no case."""
        return tuple(test for test in self.tests if test.key.lower() == key.lower())

    def has_exactly(self, key: str, *values: str) -> bool:
        """Whether some line requires one of exactly these values."""
        return any(test.exact and set(test.values) <= set(values) for test in self.of(key))

    def matching(self, *patterns: str) -> tuple[str, ...]:
        """The actions that one of the patterns includes, or that include one of them."""
        return _matching(self.actions, patterns)


def statements(place: str, kind: Kind, document: Any) -> Iterator[Statement]:
    """All statements of a policy document, those in both branches of an `Fn::If` too."""
    for policy in branches(document):
        listed = policy.get("Statement", []) if isinstance(policy, Mapping) else []
        for entry in listed if isinstance(listed, list) else [listed]:
            for choices, found in given(entry):
                yield _statement(place, kind, found, choices)


def _statement(place: str, kind: Kind, found: Mapping[str, Any], choices: Choices) -> Statement:
    return Statement(
        place,
        kind,
        str(found.get("Effect")),
        texts(found.get("Action")),
        texts(found.get("Resource")),
        tuple(_principals(found.get("Principal"))),
        tuple(_tests(found.get("Condition"))),
        tuple(name for name in EVERYTHING_BUT if name in found),
        choices,
    )


def _principals(principal: Any) -> Iterator[tuple[str, str]]:
    for found in branches(principal):
        if isinstance(found, str):
            yield "AWS", found
        elif isinstance(found, Mapping):
            yield from ((kind, name) for kind, value in found.items() for name in texts(value))


def _tests(condition: Any) -> Iterator[Test]:
    for found in branches(condition):
        for operator, values in found.items():
            for keys in branches(values):
                yield from (Test(operator, key, texts(value)) for key, value in keys.items())


@cache
def _matching(actions: tuple[str, ...], patterns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(action for action in actions if any(_overlap(action, pattern) for pattern in patterns))


@cache
def _overlap(one: str, other: str) -> bool:
    one, other = one.lower(), other.lower()
    return fnmatchcase(one, other) or fnmatchcase(other, one)
