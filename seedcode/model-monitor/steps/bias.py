"""Who gets the positive label, for each declared group: rates, and the ratio of the lowest to the highest."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from baseline import PREDICTION, Baseline
from limits import Limits

FEWEST = 100  # rows of a group
SURE = 2.807  # standard deviations, for 99.5 % at each end


@dataclass(frozen=True)
class Group:
    name: str
    rows: int
    rate: float


@dataclass(frozen=True)
class Selection:
    """`ratio` is the lowest rate over the highest one, `high` the upper end of its interval.

    `before` is the ratio of the same two groups on the rows that the model was tested on, None if they were too few.
    """

    column: str
    groups: tuple[Group, ...]
    difference: float
    ratio: float
    high: float
    before: float | None

    def worse(self, limits: Limits) -> bool:
        """Less equal than when the model was approved, by more than chance and more than the limit."""
        return self.before is not None and self.high < self.before * limits.selection_ratio


def selections(baseline: Baseline, table: pd.DataFrame) -> list[Selection]:
    """Of the protected columns that requests or labels have. A regression selects nobody."""
    if baseline.threshold is None:
        return []
    present = [column.name for column in baseline.protected if column.name in table]
    return [found for name in present if (found := _selection(baseline, table, name)) is not None]


def _selection(baseline: Baseline, table: pd.DataFrame, column: str) -> Selection | None:
    found = _rates(table, column, baseline.threshold or 0.0)
    if len(found) < 2:
        return None
    least, most = min(found, key=lambda group: group.rate), max(found, key=lambda group: group.rate)
    earlier = {group.name: group.rate for group in _rates(baseline.rows, column, baseline.threshold or 0.0)}
    before = earlier[least.name] / earlier[most.name] if {least.name, most.name} <= earlier.keys() else None
    ratio, high = _ratio(least, most)
    return Selection(column, tuple(found), most.rate - least.rate, ratio, high, before)


def _rates(table: pd.DataFrame, column: str, threshold: float) -> list[Group]:
    chosen = (table[PREDICTION] >= threshold).astype(float)
    by_group = ((str(name), rows) for name, rows in chosen.groupby(table[column]))
    return [Group(name, len(rows), float(np.mean(rows))) for name, rows in by_group if len(rows) >= FEWEST]


def _ratio(least: Group, most: Group) -> tuple[float, float]:
    """With the upper end of its interval, on the scale of logarithms (Katz and others, 1978)."""
    if not most.rate:
        return 1.0, 1.0
    # Half a row more, so that a group of which nobody is chosen has an interval too.
    rates = [(group.rate * group.rows + 0.5) / (group.rows + 0.5) for group in (least, most)]
    variance = sum((1 - rate) / (rate * group.rows) for rate, group in zip(rates, (least, most), strict=True))
    return least.rate / most.rate, float(rates[0] / rates[1] * np.exp(SURE * np.sqrt(variance)))
