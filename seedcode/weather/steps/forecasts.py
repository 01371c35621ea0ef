"""The forecasts that need no such model: as today, as the last week, as usual, or by a line through today."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from examples import features
from features import SEASON, Recipe, mean
from line import fit_line

WEEK = 7


def simple_forecasts(known: pd.DataFrame, unseen: pd.DataFrame, made: Recipe) -> dict[str, np.ndarray]:
    """One forecast for each unseen day, by name. What has to be learnt is learnt from the known days."""
    return {
        "as today": unseen[made.target].to_numpy(dtype=float),
        "as the last week": unseen[mean(made.target, WEEK)].to_numpy(dtype=float),
        "as usual for the season": by_line(known, unseen, made, SEASON),
        "a line through today": by_line(known, unseen, made, made.today),
    }


def by_line(known: pd.DataFrame, unseen: pd.DataFrame, made: Recipe, columns: Sequence[str]) -> np.ndarray:
    places = [made.names.index(name) for name in columns]
    line = fit_line(features(known, made), known[made.answer].to_numpy(dtype=float), places)
    return line.predict(features(unseen, made))
