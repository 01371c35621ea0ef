"""A straight line through some columns: the forecast to beat, and, through a few more, the core of the model."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Line(NamedTuple):
    """Which columns of a table, by their place, how much the answer changes with each unit of them, and the start.

    `middle` are the means of these columns where the line was fitted.
    """

    places: list[int]
    weights: list[float]
    start: float
    middle: list[float]

    def predict(self, table: np.ndarray) -> np.ndarray:
        """One value per row."""
        return self.start + table[:, self.places].astype(float) @ np.array(self.weights)

    def contributions(self, table: np.ndarray) -> np.ndarray:
        """(n, m + 1): what each column adds to the prediction of an average row, which is the last column."""
        parts = np.zeros((len(table), table.shape[1] + 1))
        parts[:, self.places] = (table[:, self.places] - np.array(self.middle)) * self.weights
        parts[:, -1] = self.start + np.dot(self.middle, self.weights)
        return parts


def fit_line(table: np.ndarray, target: np.ndarray, places: Sequence[int], ridge_penalty: float = 0.0) -> Line:
    """The line with the smallest squared error on the rows, plus the penalty (L2) on its standardized weights."""
    if not 0 <= ridge_penalty < math.inf:
        raise ValueError(f"ridge_penalty is {ridge_penalty}: give 0 or a larger number")
    chosen = np.asarray(table, dtype=float)[:, list(places)]
    middle, spread = chosen.mean(axis=0), chosen.std(axis=0)
    spread[spread == 0] = 1.0
    scaled = (chosen - middle) / spread
    products = scaled.T @ scaled + ridge_penalty * np.eye(len(places))
    # Columns that follow from each other have no solution of their own; lstsq shares the weight between them.
    weights = np.linalg.lstsq(products, scaled.T @ (target - target.mean()), rcond=None)[0] / spread
    return Line(list(places), weights.tolist(), float(target.mean() - middle @ weights), middle.tolist())
