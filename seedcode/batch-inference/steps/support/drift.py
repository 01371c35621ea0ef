"""How far rows and predictions are from the training data, counted while they pass: the population stability index.

The training keeps a profile of its data (`profile.json`): a hundred quantiles of each number, the shares of each
category. Rows are counted between the deciles of that profile, so that any number of rows takes no memory.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from support.contract import NUMBER

PARTS = 100  # quantiles of the profile, besides the minimum
GROUPS = 10
SMALLEST = 0.001  # the share that an empty group counts as, because its logarithm is needed
# The customary limits (N. Siddiqi, Credit Risk Scorecards, 2006).
MOVED, MOVED_FAR = 0.1, 0.25
OTHERS = "all other values"


class Measured:
    """One column, or the predictions, against the profile of the same in training."""

    def __init__(self, name: str, before: Mapping[str, Any], rows_before: int) -> None:
        self.name, self.before, self.rows_before = name, before, rows_before
        self.numeric = before["kind"] == NUMBER
        self.edges = edges_of(before["quantiles"]) if self.numeric else []
        self.found: Counter[Any] = Counter()
        self.missing = self.rows = 0

    def add(self, text: str) -> None:
        self.rows += 1
        if text == "":
            self.missing += 1
        else:
            self.found[self._group(text)] += 1

    def _group(self, text: str) -> int | str:
        if self.numeric:
            return bisect_left(self.edges, float(text))
        shares = self.before["shares"]
        return OTHERS if OTHERS in shares and text not in shares else text

    def summary(self) -> dict[str, Any]:
        """The index, and whether it is more than two samples of the same data would have."""
        expected, found = self._shares()
        index = stability_index(expected, found)
        limit = noise(len(expected), self.rows_before, self.rows)
        moved = "far" if index > max(MOVED_FAR, limit) else "yes" if index > max(MOVED, limit) else "no"
        return {"name": self.name, "stability_index": round(index, 4), "moved": moved, "missing": self._missing()}

    def _shares(self) -> tuple[list[float], list[float]]:
        """With the share that is missing as one more group."""
        known, was, now = max(self.rows - self.missing, 1), float(self.before["missing"]), self._missing()
        if self.numeric:
            groups: list[Any] = list(range(len(self.edges) + 1))
            before = shares_below(self.before["quantiles"], self.edges)
        else:
            groups = sorted({*self.before["shares"], *self.found})
            before = [float(self.before["shares"].get(name, 0)) for name in groups]
        expected = [share * (1 - was) for share in before]
        found = [self.found[group] / known * (1 - now) for group in groups]
        return [*expected, was], [*found, now]

    def _missing(self) -> float:
        return self.missing / self.rows if self.rows else 0.0


def measured(profile: Mapping[str, Any], names: Iterable[str]) -> list[Measured]:
    """One for each of the columns that the profile describes, in their order."""
    columns = profile.get("columns", {})
    usable = [name for name in names if columns.get(name, {}).get("quantiles") or columns.get(name, {}).get("shares")]
    return [Measured(name, columns[name], int(profile["rows"])) for name in usable]


def edges_of(quantiles: list[float]) -> list[float]:
    """The deciles that differ, without the last: the last group is open."""
    return sorted(set(quantiles[:: PARTS // GROUPS]))[:-1]


def shares_below(quantiles: list[float], edges: list[float]) -> list[float]:
    """The shares of the training data between the edges, of which the first and the last group are open."""
    reached = [sum(value <= edge for value in quantiles[1:]) / PARTS for edge in edges]
    bounds = [0.0, *reached, 1.0]
    return [later - earlier for earlier, later in pairwise(bounds)]


def stability_index(expected: Iterable[float], found: Iterable[float]) -> float:
    """Sum of (found - expected) ln(found / expected): 0 if nothing changed."""
    pairs = [(max(one, SMALLEST), max(other, SMALLEST)) for one, other in zip(expected, found, strict=True)]
    return sum((other - one) * math.log(other / one) for one, other in pairs)


def noise(groups: int, before: int, now: int) -> float:
    """Two deviations above what is expected of equal data.

    The index times n m / (n + m) follows a chi-square distribution (B. Yurdakul, Statistical Properties of Population
    Stability Index, 2018).
    """
    freedom = max(groups - 1, 1)
    return (freedom + 2 * math.sqrt(2 * freedom)) * (1 / max(before, 1) + 1 / max(now, 1))
