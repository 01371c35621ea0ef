"""The groups of rows that a column makes."""

import numpy as np
import pandas as pd

from support.assessment import Assessment
from support.frequencies import by_frequency
from support.page.formats import number

MOST = 12  # groups of a category; the rest is one group
PARTS = 4  # of a number
BLOCK = 14  # days in a row whose errors are alike
MISSING, REST = "missing", "all others"


def dependent_rows(assessment: Assessment) -> int:
    """How many rows that follow each other count as one draw: those of two weeks, if rows are days."""
    return BLOCK if str(assessment.configuration.data.get("date", "")) in assessment.rows else 1


def groups(values: pd.Series) -> list[tuple[str, np.ndarray]]:
    """Name and rows, as a mask, of each group: the commonest values of a category, or quarters of a number."""
    missing = values.isna().to_numpy()
    if pd.api.types.is_numeric_dtype(values) and values.nunique() > MOST:
        found = ranges(values.to_numpy(dtype=float))
    else:
        found = commonest(values)
    return [*found, (MISSING, missing)] if missing.any() else found


def ranges(values: np.ndarray) -> list[tuple[str, np.ndarray]]:
    edges = np.unique(np.nanquantile(values, np.linspace(0, 1, PARTS + 1)))
    place = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, max(len(edges) - 2, 0))
    known = np.isfinite(values)
    found = [known & (place == each) for each in range(max(len(edges) - 1, 1))]
    return [(f"{number(values[rows].min())} to {number(values[rows].max())}", rows) for rows in found if rows.any()]


def commonest(values: pd.Series) -> list[tuple[str, np.ndarray]]:
    """By name if there are few, so that seasons and sizes are where a reader looks for them."""
    text = values.map(label, na_action="ignore")
    order = [name for name, _ in by_frequency(text)]
    kept = order if len(order) <= MOST else order[: MOST - 1]
    found = [(name, (text == name).to_numpy()) for name in sorted(kept)]
    rest = text.isin(order[len(kept) :]).to_numpy()
    return [*found, (REST, rest)] if rest.any() else found


def label(value: object) -> str:
    return number(float(value), 6) if isinstance(value, (int, float, np.number)) else str(value)
