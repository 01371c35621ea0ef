"""A straight line through some columns: the forecast to beat, and, through a few more, the core of the model."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:  # an endpoint only predicts, and need not load pandas for that
    import pandas as pd

TODAY = ("precipitation", "temp_max", "temp_min", "wind", "season_sin", "season_cos")
COLUMNS = (*TODAY, "temp_max_lag_1", "temp_max_mean_7", "temp_max_mean_14")
RIDGE_PENALTY = 30.0  # on the squared weights of standardized columns; the larger, the nearer to 0 they are


class Line(NamedTuple):
    """Degrees for each unit of each column, and where the line starts."""

    columns: list[str]
    weights: list[float]
    start: float

    def predict(self, table: np.ndarray, names: Sequence[str]) -> np.ndarray:
        """One temperature per row of a table that has its columns in the order of the names."""
        chosen = table[:, [names.index(column) for column in self.columns]]
        return self.start + chosen @ np.array(self.weights)


def fit(examples: "pd.DataFrame", columns: Sequence[str], ridge_penalty: float = 0.0) -> Line:
    """The line with the smallest squared error on the examples, plus the penalty (L2) on its weights."""
    if not 0 <= ridge_penalty < math.inf:
        raise ValueError(f"ridge_penalty is {ridge_penalty}: give 0 or a larger number")
    table = examples[list(columns)].to_numpy(dtype=float)
    middle, spread = table.mean(axis=0), table.std(axis=0)
    spread[spread == 0] = 1.0
    scaled, target = (table - middle) / spread, examples["target"].to_numpy(dtype=float)
    products = scaled.T @ scaled + ridge_penalty * np.eye(len(columns))
    # Columns that follow from each other have no solution of their own; lstsq shares the weight between them.
    weights = np.linalg.lstsq(products, scaled.T @ (target - target.mean()), rcond=None)[0] / spread
    return Line(list(columns), weights.tolist(), float(target.mean() - middle @ weights))
