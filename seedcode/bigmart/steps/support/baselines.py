"""What a model has to beat: always the same answer, and a straight line through everything."""

from collections.abc import Mapping

import numpy as np

CONSTANT = {True: "the commoner answer", False: "the median"}
LINE = "a straight line"
MOST_ROWS = 20_000  # that the line learns from: it has few weights
PENALTY = (
    1.0  # on the squared weights of standardized columns, so that columns that follow from each other have a solution
)
STEPS, SETTLED = 30, 1e-6  # of Newton's method
STEEPEST = 30.0  # log-odds, whose probability is 0 or 1 in all digits shown


def baselines(
    train: np.ndarray, target: np.ndarray, test: np.ndarray, classification: bool
) -> Mapping[str, np.ndarray]:
    """The predictions of each for the test rows, learnt from the training rows.

    Features are (rows, features), NaN where a number is missing; the target is a value, or 0 and 1.
    """
    constant = float(np.mean(target) if classification else np.median(target))
    return {
        CONSTANT[classification]: np.full(len(test), constant),
        LINE: straight_line(train, target, test, classification),
    }


def straight_line(train: np.ndarray, target: np.ndarray, test: np.ndarray, classification: bool) -> np.ndarray:
    """By a linear regression, or a logistic one."""
    chosen = np.unique(np.linspace(0, len(train) - 1, min(len(train), MOST_ROWS)).astype(int))
    known, unseen = standardized(np.asarray(train, dtype=float)[chosen], np.asarray(test, dtype=float))
    learn = logistic if classification else linear
    result = unseen @ learn(known, np.asarray(target, dtype=float)[chosen])
    return probability(result) if classification else result


def standardized(train: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both with mean 0 and spread 1 in the training rows, 0 for what is missing, and a column of ones."""
    present = np.isfinite(train)
    count = np.maximum(present.sum(axis=0), 1)
    middle = np.where(present, train, 0).sum(axis=0) / count
    spread = np.sqrt((np.where(present, train - middle, 0) ** 2).sum(axis=0) / count)
    scale = np.where(spread > 0, spread, 1)
    scaled = (np.where(np.isfinite(table), (table - middle) / scale, 0) for table in (train, test))
    return tuple(np.column_stack([table, np.ones(len(table))]) for table in scaled)  # pyright: ignore[reportReturnType]


def linear(table: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The weights of least squares."""
    return np.linalg.solve(table.T @ table + penalty(table), table.T @ target)


def logistic(table: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The weights of a logistic regression, by Newton's method."""
    weights = np.zeros(table.shape[1])
    for _ in range(STEPS):
        likely = probability(table @ weights)
        slope = table.T @ (target - likely) - penalty(table) @ weights
        bend = (table * (likely * (1 - likely))[:, None]).T @ table + penalty(table)
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if np.abs(step).max() < SETTLED:
            break
    return weights


def penalty(table: np.ndarray) -> np.ndarray:
    """Of all weights; that of the last column, the constant, only as much as a solution needs."""
    return np.diag([PENALTY] * (table.shape[1] - 1) + [SETTLED])


def probability(log_odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(log_odds, -STEEPEST, STEEPEST)))
