"""Differences between the evaluators that a file explains, each with a reason."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scripts.proofs.evaluation.patterns import matches
from scripts.proofs.proof import Checked

PATH = Path(__file__).with_name("disagreements.toml")


@dataclass(frozen=True)
class Disagreement:
    """`first` and `second` are what the evaluators say; `resource` is a pattern."""

    action: str
    resource: str
    first: bool
    second: str
    reason: str

    def explains(self, checked: Checked) -> bool:
        said = (checked.first, str(checked.second)) == (self.first, self.second)
        return said and checked.request.action == self.action and matches(self.resource, checked.request.resource)


def known_disagreements(path: Path = PATH) -> tuple[Disagreement, ...]:
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["disagreement"]
    return tuple(Disagreement(**entry) for entry in entries)


def unexplained(disputed: Iterable[Checked], known: Iterable[Disagreement]) -> list[Checked]:
    reasons = list(known)
    return [checked for checked in disputed if not any(reason.explains(checked) for reason in reasons)]


def counted(disputed: Iterable[Checked], known: Iterable[Disagreement]) -> list[dict[str, str | int]]:
    """How many requests each of them explains; those that explain none are left out."""
    listed = list(disputed)
    rows = [(one, sum(one.explains(checked) for checked in listed)) for one in known]
    return [{"action": one.action, "reason": " ".join(one.reason.split()), "requests": n} for one, n in rows if n]
