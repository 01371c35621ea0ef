"""Drift of single columns: the distribution, missing cells, and values that the model has never seen."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

import differences
from baseline import NUMBER
from differences import Difference
from limits import Limits

MOST_NAMED = 5


@dataclass(frozen=True)
class ColumnDrift:
    """`distance` is of a number, None of a category. `chances` are corrected for all tests of a run.

    `shares` are names of groups with their shares before and now, for the picture.
    """

    name: str
    kind: str
    distance: float | None
    stability: float
    missing: tuple[float, float]
    new: float
    new_names: tuple[str, ...]
    chances: tuple[float, ...]
    shares: tuple[tuple[str, float, float], ...]

    def reasons(self, limits: Limits) -> list[str]:
        """Why the column has drifted, in a few words each; none if it has not."""
        moved, missing, new = (chance < limits.false_alarms for chance in self.chances)
        found = []
        if moved and ((self.distance or 0) >= limits.distance or self.stability >= limits.stability):
            found.append("other values")
        if missing and abs(self.missing[1] - self.missing[0]) >= limits.missing:
            found.append("more missing" if self.missing[1] > self.missing[0] else "fewer missing")
        if new and self.new >= limits.new_values:
            found.append("new values")
        return found

    def corrected(self, chances: list[float]) -> "ColumnDrift":
        return replace(self, chances=tuple(chances))


def column_drift(name: str, kind: str, before: pd.Series, now: pd.Series) -> ColumnDrift:
    """The chances are those of each test alone, and have to be corrected."""
    sides = (before, now)
    absent = [int(side.isna().sum()) for side in sides]
    missing = differences.shares((absent[0], len(before)), (absent[1], len(now)))
    known = [side.dropna().to_numpy() for side in sides]
    found = _of_numbers(*known) if kind == NUMBER else _of_categories(*known)
    return ColumnDrift(
        name=name,
        kind=kind,
        missing=(absent[0] / max(len(before), 1), absent[1] / max(len(now), 1)),
        chances=(found.pop("moved"), missing.chance, found.pop("unseen")),
        **found,
    )


def _of_numbers(before: np.ndarray, now: np.ndarray) -> dict[str, Any]:
    """Two tests see different things: the gap of the distributions, and the shares of the groups."""
    one, other = before.astype(float), now.astype(float)
    if not len(one) or not len(other):
        return _nothing(0.0)
    gap, counts = differences.distance(one, other), differences.groups(one, other)
    grouped = differences.association(*counts)
    named = _shares(_edges(one, len(counts[0])), *counts)
    return {
        **_nothing(gap.size),
        "stability": grouped.size,
        "moved": min(1.0, 2 * min(gap.chance, grouped.chance)),
        "shares": named,
    }


def _of_categories(before: np.ndarray, now: np.ndarray) -> dict[str, Any]:
    if not len(before) or not len(now):
        return _nothing(None)
    names, one, other = differences.categories(before, now)
    found = differences.association(one, other) if other.any() else Difference(differences.stability(one, other), 0.0)
    later = pd.Series(now, dtype=object)
    unseen = later.loc[~later.isin(set(names))].value_counts()
    several = differences.shares((0, len(before)), (int(unseen.sum()), len(now)))
    return {
        "distance": None,
        "stability": found.size,
        "moved": found.chance,
        "new": several.size,
        "new_names": tuple(str(name) for name in unseen.index[:MOST_NAMED]),
        "unseen": several.chance,
        "shares": _shares([str(name) for name in names], one, other),
    }


def _nothing(distance: float | None) -> dict[str, Any]:
    empty = {"stability": 0.0, "moved": 1.0, "new": 0.0, "new_names": (), "unseen": 1.0, "shares": ()}
    return {"distance": distance, **empty}


def _edges(values: np.ndarray, many: int) -> list[str]:
    cuts = np.unique(np.quantile(values, np.linspace(0, 1, differences.GROUPS + 1)[1:-1], method="inverted_cdf"))
    words = [f"to {cut:.4g}" for cut in cuts] + [f"above {cuts[-1]:.4g}" if len(cuts) else "all"]
    return words[:many]


def _shares(names: list[str], before: np.ndarray, now: np.ndarray) -> tuple[tuple[str, float, float], ...]:
    """The commonest groups first, if they are not in an order of their own."""
    one, other = (side / max(side.sum(), 1) for side in (before, now))
    return tuple((name, float(was), float(is_now)) for name, was, is_now in zip(names, one, other, strict=True))
