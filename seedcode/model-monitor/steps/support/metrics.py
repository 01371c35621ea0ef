"""The metrics of predictions on weighted rows: for many sets of weights at once, which is what the bootstrap needs."""

import numpy as np

SMALLEST = np.finfo(float).eps  # of a probability, so that a loss is finite; scikit-learn's log_loss has the same
Values = dict[str, np.ndarray]


def measured(truth: np.ndarray, prediction: np.ndarray, weights: np.ndarray, threshold: float | None) -> Values:
    """Each metric for each column of the weights (rows, sets); NaN where a set has too little to measure it.

    With a threshold these are probabilities of the positive label and `truth` is 0 and 1; without one, values.
    """
    truth, prediction = np.asarray(truth, dtype=float), np.asarray(prediction, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        if threshold is None:
            return of_values(truth, prediction, weights)
        return of_labels(truth, prediction, weights, threshold) | ranking(truth, prediction, weights)


def of_values(truth: np.ndarray, prediction: np.ndarray, weights: np.ndarray) -> Values:
    """RMSE, MAE and the share of the variance that is explained."""
    error, centred = prediction - truth, truth - truth.mean()
    squared, absolute, first, second = _means(np.stack([error**2, np.abs(error), centred, centred**2]), weights)
    variance = second - first**2
    r2 = np.where(variance > 0, 1 - squared / variance, np.nan)
    return {"rmse": np.sqrt(squared), "mae": absolute, "r2": r2}


def of_labels(truth: np.ndarray, probability: np.ndarray, weights: np.ndarray, threshold: float) -> Values:
    """Accuracy at the threshold, and how far the probabilities are from what happened."""
    inside = np.clip(probability, SMALLEST, 1 - SMALLEST)
    loss = -np.where(truth == 1, np.log(inside), np.log1p(-inside))
    right = (probability >= threshold) == (truth == 1)
    names = ("accuracy", "log_loss", "brier")
    return dict(zip(names, _means(np.stack([right, loss, (probability - truth) ** 2]), weights), strict=True))


def ranking(truth: np.ndarray, probability: np.ndarray, weights: np.ndarray) -> Values:
    """Area under the ROC curve, where equal probabilities count half, and average precision."""
    order = np.argsort(probability, kind="stable")
    starts = np.flatnonzero(np.diff(probability[order], prepend=-np.inf))
    positive = truth[order] == 1
    sides = (weights[order] * side[:, None] for side in (positive, ~positive))
    # One row per different probability, from the lowest to the highest.
    positives, negatives = (np.add.reduceat(side, starts) if len(starts) < len(order) else side for side in sides)
    above, over = (side.sum(axis=0) for side in (positives, negatives))
    below = np.cumsum(negatives, axis=0)
    auc = np.einsum("ij,ij->j", positives, below - negatives / 2) / (above * over)
    # With the threshold at this row's probability: what gets the positive label, rightly and wrongly.
    found, wrong = above - np.cumsum(positives, axis=0) + positives, over - below + negatives
    precision = np.divide(found, found + wrong, out=np.zeros_like(found), where=found > 0)
    average = np.einsum("ij,ij->j", positives, precision) / above
    return {"auc": auc, "average_precision": np.where(over > 0, average, np.nan)}


def improvement(own: np.ndarray, other: np.ndarray, direction: str) -> np.ndarray:
    """How much of what the other one lacks is gained: 1 all of it, 0 nothing, negative if it is worse.

    What it lacks is its error, or what is missing to 1 where higher is better. If the other one lacks nothing, what
    this one lacks is the loss.
    """
    lacks = [1 - side if direction == "higher" else side for side in (own, other)]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(lacks[1] == 0, -lacks[0], 1 - lacks[0] / lacks[1])


def _means(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(kinds, sets) from values (kinds, rows). Not as a matrix product, whose threads wait for each other."""
    return np.einsum("ij,jk->ik", values.astype(float), weights) / weights.sum(axis=0)
