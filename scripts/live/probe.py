"""A question as a script asks it: what it costs, what it may call, and how it decides."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.live.budget import FREE, Cost
from scripts.live.results import BROKEN, HELD, UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Callable

    from scripts.live.lab import Lab

ACCOUNT, HUB = "account", "hub"
"""Which account a question is put to: any account of a project, or the hub (a delegated administrator)."""


@dataclass(frozen=True)
class Verdict:
    """Held, broken, or undecided: this account cannot answer the question. `because` is what AWS did."""

    answer: str
    because: str


def held(because: str) -> Verdict:
    return Verdict(HELD, because)


def broken(because: str) -> Verdict:
    return Verdict(BROKEN, because)


def undecided(because: str) -> Verdict:
    return Verdict(UNDECIDED, because)


def verdict(condition: object, because: str) -> Verdict:
    """Held if the condition is true."""
    return held(because) if condition else broken(because)


@dataclass(frozen=True)
class Probe:
    """How one row of docs/assumptions.md is asked. `ask` makes no call that is not listed in `calls`.

    With `in_organization` the account must be a member of one, with projects enabled.
    """

    number: int
    question: str
    ask: "Callable[[Lab], Verdict]"
    calls: str
    cost: Cost = FREE
    part: str = ACCOUNT
    in_organization: bool = False

    @property
    def allowed(self) -> frozenset[str]:
        """Calls as `service:Operation`."""
        return frozenset(self.calls.split())
