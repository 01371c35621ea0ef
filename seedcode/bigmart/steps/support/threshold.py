"""From which probability on a row gets the positive label: the threshold with the lowest cost, and its file."""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

from support.task import Costs

FILE = "decision.json"


class Decision(NamedTuple):
    """A row gets the positive label when its probability is at least the threshold."""

    threshold: float
    positive: str
    negative: str

    def labels(self, probability: np.ndarray) -> list[str]:
        return [self.positive if value >= self.threshold else self.negative for value in probability]


def mean_cost(positive: np.ndarray, truth: np.ndarray, costs: Costs) -> float:
    """What the errors of these labels cost per row. `positive` and `truth` are 0 and 1, or False and True."""
    wrong = np.where(np.asarray(truth) == 1, 0.0, costs.false_positive) * positive
    missed = np.where(np.asarray(truth) == 1, costs.false_negative, 0.0) * (1 - np.asarray(positive, dtype=float))
    return float(np.mean(wrong + missed))


def cheapest_threshold(probability: np.ndarray, truth: np.ndarray, costs: Costs) -> float:
    """The threshold with the lowest cost on these rows; of several, the one nearest to the cheapest in theory.

    Theory: with true probabilities, a positive label costs less from false_positive / (false_positive + false_negative)
    on (C. Elkan, The Foundations of Cost-Sensitive Learning, 2001, section 1.2).
    """
    theory = costs.false_positive / (costs.false_positive + costs.false_negative)
    order = np.argsort(probability, kind="stable")
    values, positive = np.asarray(probability, dtype=float)[order], np.asarray(truth)[order] == 1
    # Cost when the first k rows in this order get the negative label, for k = 0 ... n.
    missed = np.concatenate([[0.0], np.cumsum(positive)]) * costs.false_negative
    wrong = (np.sum(~positive) - np.concatenate([[0.0], np.cumsum(~positive)])) * costs.false_positive
    # A threshold lies between two different probabilities, below the lowest, or above the highest.
    edges = np.concatenate([[0.0], (values[1:] + values[:-1]) / 2, [1.0]])
    apart = np.concatenate([[True], values[1:] > values[:-1], [values[-1] < 1]])
    cost = np.where(apart, missed + wrong, np.inf)
    lowest = edges[np.isclose(cost, cost.min())]
    return float(lowest[np.argmin(np.abs(lowest - theory))])


def save_decision(decision: Decision, folder: Path) -> None:
    (folder / FILE).write_text(json.dumps(decision._asdict()))


def read_decision(folder: Path) -> Decision:
    return Decision(**json.loads((folder / FILE).read_text()))
