"""Drift of the data: every column, the predictions, and all columns together, with one limit for all of them."""

from dataclasses import dataclass

import pandas as pd

from baseline import NUMBER, PREDICTION, Baseline
from classifier import tell_apart
from columns import ColumnDrift, column_drift
from differences import Difference, holm
from limits import Limits


@dataclass(frozen=True)
class Drift:
    """The chances are corrected: any false alarm among all tests is as likely as the limit."""

    columns: tuple[ColumnDrift, ...]
    prediction: ColumnDrift
    together: Difference

    def drifted(self, limits: Limits) -> dict[str, list[str]]:
        """The drifted columns with their reasons, the farthest first."""
        order = sorted(self.columns, key=lambda each: -each.stability)
        return {each.name: each.reasons(limits) for each in order if each.reasons(limits)}

    def separated(self, limits: Limits) -> bool:
        return self.together.chance < limits.false_alarms and self.together.size >= limits.separation


def data_drift(baseline: Baseline, now: pd.DataFrame) -> Drift:
    wanted = [(column.name, column.kind) for column in baseline.requested] + [(PREDICTION, NUMBER)]
    found = [column_drift(name, kind, baseline.rows[name], now[name]) for name, kind in wanted]  # type: ignore[arg-type]
    together = tell_apart(baseline.requested, baseline.rows, now)
    chances = holm([chance for each in found for chance in each.chances] + [together.chance])
    corrected = [each.corrected(chances[3 * place : 3 * place + 3]) for place, each in enumerate(found)]
    return Drift(tuple(corrected[:-1]), corrected[-1], Difference(together.size, chances[-1]))
