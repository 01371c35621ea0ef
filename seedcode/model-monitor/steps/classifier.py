"""A domain classifier: can somebody tell from a row whether it is from the training or from now?

It sees what no single column shows, such as two columns that no longer go together. Each half of the rows is judged by
a model that learnt from the other half, so that the rank test of its answers holds exactly, whatever it learnt.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import linalg, special, stats

import differences
from baseline import NUMBER, Column
from differences import Difference

MOST_ROWS = 5_000  # of each side
MOST_NAMES = 12  # values of a category that get a column of their own
MOST_PAIRS = 8  # numbers whose products are looked at
PENALTY = 1.0
SEED = 7


def tell_apart(columns: Sequence[Column], before: pd.DataFrame, now: pd.DataFrame) -> Difference:
    """The size is the area under the ROC curve on rows that were not learnt from: 0.5 is chance."""
    random = np.random.default_rng(SEED)
    parts = [_drawn(side, random) for side in (before, now)]
    both = pd.concat(parts, ignore_index=True)
    later = np.repeat([0.0, 1.0], [len(part) for part in parts])
    seen = features(columns, both)
    if not seen.shape[1] or min(len(part) for part in parts) < 4:
        return Difference(0.5, 1.0)
    half = random.permutation(len(both)) % 2 == 0
    found = [_judged(seen, later, half), _judged(seen, later, ~half)]
    # Twice the smaller chance holds however the two depend on each other.
    return Difference(float(np.mean([each.size for each in found])), min(1.0, 2 * min(each.chance for each in found)))


def _drawn(table: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    if len(table) <= MOST_ROWS:
        return table
    return table.iloc[np.sort(random.choice(len(table), MOST_ROWS, replace=False))]


def features(columns: Sequence[Column], both: pd.DataFrame) -> np.ndarray:
    """Ranks of numbers as normal values, their squares and products, missing cells, and commonest values."""
    numbers: list[pd.Series] = [both[each.name] for each in columns if each.kind == NUMBER]  # type: ignore[misc]
    texts: list[pd.Series] = [both[each.name] for each in columns if each.kind != NUMBER]  # type: ignore[misc]
    normal = [_normal(values) for values in numbers]
    pairs = [one * other for place, one in enumerate(normal[:MOST_PAIRS]) for other in normal[place:MOST_PAIRS]]
    absent = [values.isna().to_numpy(dtype=float) for values in (*numbers, *texts) if values.isna().any()]
    named = [column for values in texts for column in _named(values)]
    every = [*normal, *pairs, *absent, *named]
    found = np.column_stack(every) if every else np.empty((len(both), 0))
    spread = found.std(axis=0)
    return (found[:, spread > 0] - found[:, spread > 0].mean(axis=0)) / spread[spread > 0]


def _named(values: pd.Series) -> list[np.ndarray]:
    """For each of the commonest values, which rows have it."""
    codes, names = pd.factorize(values)
    common = np.argsort(-np.bincount(codes[codes >= 0], minlength=len(names)), kind="stable")[:MOST_NAMES]
    return [(codes == code).astype(float) for code in common]


def _normal(values: pd.Series) -> np.ndarray:
    known = values.notna().to_numpy()
    found = np.zeros(len(values))
    if known.any():
        numbers = values.to_numpy(dtype=float)[known]
        found[known] = special.ndtri(stats.rankdata(numbers) / (known.sum() + 1))
    return found


def _judged(seen: np.ndarray, later: np.ndarray, learnt: np.ndarray) -> Difference:
    """Ridge regression on the rows that are learnt from, judged by the others."""
    rows = np.column_stack([np.ones(len(seen)), seen])
    known = rows[learnt]
    penalty = PENALTY * np.eye(rows.shape[1])
    weights = linalg.solve(known.T @ known + penalty, known.T @ later[learnt], assume_a="pos")
    answers, truth = rows[~learnt] @ weights, later[~learnt]
    if truth.min() == truth.max():
        return Difference(0.5, 1.0)
    return differences.separation(answers[truth == 0], answers[truth == 1])
