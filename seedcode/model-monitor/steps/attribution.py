"""Which columns the model's answers depend on, then and now, without the model and the library that made it.

A straight line is fitted to the answers that the model gave to the rows it was tested on, and to those it gives now.
What a column adds to the line is its attribution. It is that of the line and not of the model: `explained` says how
much of the answers the line follows, and nothing is concluded where that is little.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from baseline import NUMBER, PREDICTION, Baseline
from limits import Limits

MOST_ROWS = 20_000
LEAST_EXPLAINED = 0.5
SMALLEST = 1e-6


@dataclass(frozen=True)
class Attribution:
    """`shares` are the columns' parts before and now; `agreement` is 1 for the same order of importance.

    Normalised discounted cumulative gain, as SageMaker Clarify measures it: Developer Guide, "Feature attribution
    drift".
    """

    shares: dict[str, tuple[float, float]]
    agreement: float
    explained: float

    @property
    def measured(self) -> bool:
        return self.explained >= LEAST_EXPLAINED

    def moved(self, limits: Limits) -> bool:
        return self.measured and self.agreement < limits.importance


def attribution(baseline: Baseline, now: pd.DataFrame) -> Attribution:
    before, after = _parts(baseline, baseline.rows), _parts(baseline, now)
    shares = {name: (before[0][name], after[0][name]) for name in before[0]}
    return Attribution(shares, _gain(shares), min(before[1], after[1]))


def _parts(baseline: Baseline, table: pd.DataFrame) -> tuple[dict[str, float], float]:
    """The share of each column in what the line adds up, and how much of the answers the line explains."""
    rows = table.iloc[:: max(1, len(table) // MOST_ROWS)]
    answers = _scale(rows[PREDICTION].to_numpy(dtype=float), baseline.threshold is not None)
    encoded = {
        column.name: _encoded(baseline.rows[column.name], rows[column.name], column.kind)  # type: ignore[arg-type]
        for column in baseline.requested
    }
    centred = {name: values - values.mean(axis=0) for name, values in encoded.items()}
    every = np.column_stack([*centred.values()])
    target = answers - answers.mean()
    weights = np.linalg.solve(every.T @ every + np.eye(every.shape[1]), every.T @ target)
    explained = 1 - float(np.sum((target - every @ weights) ** 2)) / max(float(np.sum(target**2)), SMALLEST)
    parts, place = {}, 0
    for name, values in centred.items():
        width = values.shape[1]
        parts[name] = float(np.abs(values @ weights[place : place + width]).mean())
        place += width
    total = max(sum(parts.values()), SMALLEST)
    return {name: value / total for name, value in parts.items()}, explained


def _scale(answers: np.ndarray, probability: bool) -> np.ndarray:
    inside = np.clip(answers, SMALLEST, 1 - SMALLEST)
    return np.log(inside / (1 - inside)) if probability else answers


def _encoded(known: pd.Series, values: pd.Series, kind: str) -> np.ndarray:
    """In the scale of the rows that the model was tested on."""
    if kind == NUMBER:
        centre, spread = float(known.mean()), float(known.std()) or 1.0  # type: ignore[arg-type]
        return ((values.astype(float).fillna(centre) - centre) / spread).to_numpy()[:, None]
    names = known.value_counts().index[:20]
    return np.column_stack([(values == name).to_numpy(dtype=float) for name in names] or [np.zeros(len(values))])


def _gain(shares: dict[str, tuple[float, float]]) -> float:
    """The gain of now's order, over that of the order before."""
    discounts = 1 / np.log2(np.arange(len(shares)) + 2)
    before, now = (np.array([pair[side] for pair in shares.values()]) for side in (0, 1))
    best = float(np.sum(np.sort(before)[::-1] * discounts))
    return float(np.sum(before[np.argsort(-now, kind="stable")] * discounts)) / best if best else 1.0
