"""A profile of the training data, small enough to be kept with the model, and how it differs from the last one."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from support.configuration import Configuration
from support.frequencies import by_frequency
from support.schema import CATEGORY, NUMBER, Column

FILE = "profile.json"
PARTS = 100  # quantiles that are kept of a number, besides its minimum
GROUPS = 10  # groups of a number that are compared
MOST_VALUES = 100  # values that are kept of a category
OTHERS = "all other values"
SMALLEST = 0.001  # the share that an empty group counts as, because its logarithm is needed
# Population stability index: the customary limits (N. Siddiqi, Credit Risk Scorecards, 2006).
MOVED, MOVED_FAR = 0.1, 0.25


def profile(table: pd.DataFrame, configuration: Configuration) -> dict[str, Any]:
    """What each column holds: shares of missing cells and values, quantiles of numbers. No row can be read from it."""
    present = [column for column in configuration.columns if column.name in table]
    described = {NUMBER: describe_number, CATEGORY: describe_category}
    columns = {
        column.name: described[column.kind](labelled(table.loc[:, column.name], column, configuration))
        for column in present
        if column.kind in described
    }
    return {"rows": len(table), "columns": columns}


def labelled(values: pd.Series, column: Column, configuration: Configuration) -> pd.Series:
    """The target of a classification, which is 1 and 0 in the examples, as its labels."""
    if column.name != configuration.task.target or column.kind != CATEGORY:
        return values
    return values.map({1: configuration.task.positive, 0: configuration.negative}).fillna(values)


def describe_number(values: pd.Series) -> dict[str, Any]:
    numbers = pd.Series(pd.to_numeric(values, errors="coerce")).to_numpy(dtype=float)
    known = numbers[np.isfinite(numbers)]
    found: dict[str, Any] = {"kind": NUMBER, "missing": share_of(~np.isfinite(numbers))}
    if not len(known):
        return found | {"quantiles": []}
    quantiles = np.quantile(known, np.linspace(0, 1, PARTS + 1), method="inverted_cdf")
    return found | {"mean": float(known.mean()), "quantiles": [float(value) for value in quantiles]}


def describe_category(values: pd.Series) -> dict[str, Any]:
    order = by_frequency(values)
    rows = sum(count for _, count in order)
    shares = {name: count / rows for name, count in order[:MOST_VALUES]}
    if len(order) > MOST_VALUES:
        shares[OTHERS] = 1 - sum(shares.values())
    return {"kind": CATEGORY, "missing": share_of(values.isna().to_numpy()), "shares": shares}


def share_of(which: np.ndarray) -> float:
    return float(which.mean()) if len(which) else 0.0


def save_profile(found: Mapping[str, Any], folder: Path) -> None:
    (folder / FILE).write_text(json.dumps(found), encoding="utf-8")


class Change(NamedTuple):
    """How a column differs from the last training: `stability` is its population stability index.

    `noise` is what two samples of the same data would hardly exceed.
    """

    column: str
    stability: float
    noise: float
    missing_before: float
    missing: float
    new_values: tuple[str, ...] = ()
    lost_values: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        return self.stability > max(MOVED, self.noise)

    @property
    def moved_far(self) -> bool:
        return self.stability > max(MOVED_FAR, self.noise)


def drift(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """The changes of the columns that both have, the largest first."""
    both = [name for name in now["columns"] if same_kind(name, before, now)]
    changes = [change(name, before, now) for name in both]
    return sorted(changes, key=lambda each: (-each.stability, each.column))


def same_kind(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    earlier = before["columns"].get(name)
    return earlier is not None and earlier["kind"] == now["columns"][name]["kind"]


def change(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Change:
    was, is_now = before["columns"][name], now["columns"][name]
    shares = groups_of_number if was["kind"] == NUMBER else groups_of_category
    expected, found = shares(was, is_now)
    missing = (float(was["missing"]), float(is_now["missing"]))
    index = stability_index(
        np.append(expected * (1 - missing[0]), missing[0]), np.append(found * (1 - missing[1]), missing[1])
    )
    limit = noise(len(expected) + 1, int(before["rows"]), int(now["rows"]))
    return Change(name, index, limit, *missing, *values_that_differ(was, is_now))


def groups_of_number(was: Mapping[str, Any], is_now: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """The shares of both between the deciles of the earlier data."""
    earlier, later = np.array(was["quantiles"]), np.array(is_now["quantiles"])
    if not len(earlier) or not len(later):
        return np.empty(0), np.empty(0)
    edges = np.unique(earlier[:: PARTS // GROUPS])[:-1]
    return below(earlier, edges), below(later, edges)


def below(quantiles: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """The shares between the edges, the first and the last group being open."""
    reached = np.searchsorted(quantiles[1:], edges, side="right") / PARTS
    return np.diff(np.concatenate([[0.0], reached, [1.0]]))


def groups_of_category(was: Mapping[str, Any], is_now: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    names = sorted({*was["shares"], *is_now["shares"]})
    return tuple(np.array([float(side["shares"].get(name, 0)) for name in names]) for side in (was, is_now))  # type: ignore[return-value]


def stability_index(expected: np.ndarray, found: np.ndarray) -> float:
    """Sum of (found - expected) ln(found / expected): 0 if nothing changed."""
    one, other = np.maximum(expected, SMALLEST), np.maximum(found, SMALLEST)
    return float(np.sum((other - one) * np.log(other / one)))


def noise(groups: int, before: int, now: int) -> float:
    """Two deviations above what is expected of equal data.

    The index times n m / (n + m) follows a chi-square distribution (B. Yurdakul, Statistical Properties of Population
    Stability Index, 2018).
    """
    freedom = max(groups - 1, 1)
    return (freedom + 2 * np.sqrt(2 * freedom)) * (1 / max(before, 1) + 1 / max(now, 1))


def values_that_differ(was: Mapping[str, Any], is_now: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """New and lost values of a category whose values are all known."""
    earlier, later = was.get("shares", {}), is_now.get("shares", {})
    if OTHERS in earlier or OTHERS in later:
        return (), ()
    return tuple(sorted(later.keys() - earlier.keys())), tuple(sorted(earlier.keys() - later.keys()))
