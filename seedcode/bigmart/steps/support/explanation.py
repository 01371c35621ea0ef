"""What each column adds to a prediction, from the contributions of a model's features (TreeSHAP)."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from support.frequencies import by_frequency

MOST_PLACES = 12  # of a number
MOST_VALUES = 8  # of a category
MISSING = "missing"
FEWEST = 5  # rows of a group
PARTS = np.linspace(0, 1, MOST_PLACES + 1)[1:-1]  # of the rows whose value few share


def by_column(contributions: np.ndarray, sources: Sequence[str]) -> pd.DataFrame:
    """The contributions (n, m + 1), whose last column is the base, summed per original column of the m features.

    Contributions are additive, so those of the features that one column was encoded as add up to that of the column.
    """
    names = list(dict.fromkeys(sources))
    table = np.zeros((len(contributions), len(names)))
    for feature, source in enumerate(sources):
        table[:, names.index(source)] += contributions[:, feature]
    return pd.DataFrame(table, columns=names)


def importance(contributions: pd.DataFrame) -> dict[str, float]:
    """How much each column moves a prediction on average, the largest first; of equal ones by name."""
    mean = np.abs(contributions.to_numpy(dtype=float)).mean(axis=0)
    found = {str(name): float(value) for name, value in zip(contributions.columns, mean, strict=True)}
    return dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))


class Effect(NamedTuple):
    """How a column's contribution depends on its value: at each place the mean, and where eight of ten rows lie.

    `places` are numbers, in ascending order, or the commonest values of a category. `missing` is the mean contribution
    of rows without a value.
    """

    column: str
    places: list[float] | list[str]
    mean: list[float]
    low: list[float]
    high: list[float]
    rows: list[int]
    missing: float | None = None


def effect(column: str, values: pd.Series, contribution: pd.Series) -> Effect:
    """The effect curve of a column. `values` and `contribution` have the same rows."""
    added = contribution.to_numpy(dtype=float)
    if pd.api.types.is_numeric_dtype(values):
        return effect_of_number(column, values.to_numpy(dtype=float), added)
    return effect_of_category(column, values, added)


def effect_of_number(column: str, values: np.ndarray, added: np.ndarray) -> Effect:
    """At a value that many rows share, and at the middles of groups of about as many rows between such values."""
    known = np.isfinite(values)
    missing = float(added[~known].mean()) if (~known).any() else None
    found = [(values[rows], added[rows]) for rows in numbers_alike(values, known)]
    places = [float(np.median(inside)) for inside, _ in found]
    return Effect(column, places, *summaries([part for _, part in found]), missing)


def numbers_alike(values: np.ndarray, known: np.ndarray) -> list[np.ndarray]:
    """Groups of rows as masks, by ascending value; groups of very few rows are left out, as they are chance."""
    distinct, counts = np.unique(values[known], return_counts=True)
    shared = distinct[counts * MOST_PLACES > known.sum()]
    others = known & ~np.isin(values, shared)
    edges = np.unique(np.append(np.quantile(values[others], PARTS), shared)) if others.any() else shared
    groups = [values == value for value in shared]
    place = np.searchsorted(edges, values, side="right")
    groups += [others & (place == each) for each in np.unique(place[others])]
    large = [rows for rows in groups if rows.sum() >= FEWEST] or groups
    return sorted(large, key=lambda rows: float(np.median(values[rows])))


def effect_of_category(column: str, values: pd.Series, added: np.ndarray) -> Effect:
    """For the commonest values; of equally common ones by name."""
    text = values.astype(object).where(values.notna(), MISSING).astype(str)
    names = [name for name, _ in by_frequency(text)][:MOST_VALUES]
    return Effect(column, names, *summaries([added[(text == name).to_numpy()] for name in names]))


def summaries(groups: list[np.ndarray]) -> tuple[list[float], list[float], list[float], list[int]]:
    """Mean, 10 and 90 percent quantile, and number of each group."""
    mean = [float(group.mean()) for group in groups]
    low, high = ([float(np.quantile(group, part)) for group in groups] for part in (0.1, 0.9))
    return mean, low, high, [len(group) for group in groups]


def reasons(contributions: pd.DataFrame, row: int, most: int = 3) -> list[tuple[str, float]]:
    """The columns that moved the prediction of a row most, and by how much; nothing for a row without contributions.

    The index of the contributions is the position of their rows: not every row has to be explained.
    """
    if row not in contributions.index:
        return []
    added = contributions.loc[row]
    order = sorted(added.index, key=lambda name: (-abs(float(added[name])), str(name)))
    return [(name, float(added[name])) for name in order[:most] if added[name]]
