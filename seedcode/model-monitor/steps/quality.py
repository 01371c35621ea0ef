"""How good the model is on the rows whose label is known by now, against how good it was when it was approved."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from baseline import PREDICTION, TRUTH, Baseline
from limits import Limits
from support.bootstrap import interval, weights
from support.metrics import improvement, measured

MOST_ROWS = 20_000  # more make the interval no narrower than matters, and take seconds
CONFIDENCE = 0.995  # of each end: a run alarms by chance at most once in 200 runs


@dataclass(frozen=True)
class Quality:
    """`loss` is the smallest that the interval allows, as a share of what the approved model lacked."""

    metric: str
    direction: str
    rows: int
    before: float
    value: float
    low: float
    high: float
    loss: float

    def worse(self, limits: Limits) -> bool:
        return self.loss > limits.quality_loss


def quality(baseline: Baseline, labelled: pd.DataFrame, limits: Limits) -> Quality | None:
    """None while too few labels have arrived, or where the metric cannot be measured on them."""
    name, direction = baseline.metric["name"], baseline.metric["direction"]
    if len(labelled) < limits.fewest_labels:
        return None
    labelled = labelled.iloc[:: -(-len(labelled) // MOST_ROWS)]
    truth, prediction = (labelled[column].to_numpy(dtype=float) for column in (TRUTH, PREDICTION))
    drawn = [measured(truth, prediction, each, baseline.threshold)[name] for each in weights(len(labelled))]
    values = np.concatenate(drawn)
    if not np.isfinite(values[0]):
        return None
    found = interval(values, CONFIDENCE)
    best = found.high if direction == "higher" else found.low
    gained = improvement(np.array([best]), np.array([float(baseline.metric["value"])]), direction)
    return Quality(
        name, direction, len(labelled), float(baseline.metric["value"]), *found, loss=max(0.0, -float(gained[0]))
    )
