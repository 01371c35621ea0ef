"""Do seventy percent mean seventy percent? And which probabilities are given at all?"""

import numpy as np

from support.assessment import Assessment
from support.page.chart import HEIGHT, Axis, Plot, bars, grid, line, points
from support.page.formats import share
from support.page.markup import Markup
from support.page.picture import Picture, figure

GROUPS, BINS = 10, 20
GOOD, USABLE = 0.02, 0.05  # mean distance between a probability and how often it comes true
STRIP = 90  # the height of the histogram below


def groups(truth: np.ndarray, probability: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean probability, share of positive rows and number of rows, of groups with about as many rows each.

    Rows of the same probability are in the same group.
    """
    edges = np.unique(np.quantile(probability, np.linspace(0, 1, GROUPS + 1)))
    place = np.clip(np.searchsorted(edges, probability, side="right") - 1, 0, max(len(edges) - 2, 0))
    rows = np.bincount(place)
    some = rows > 0
    means = [np.bincount(place, values)[some] / rows[some] for values in (probability, truth)]
    return means[0], means[1], rows[some]


def calibration(assessment: Assessment) -> Markup:
    truth, probability = np.asarray(assessment.truth, float), np.asarray(assessment.prediction, float)
    given, came, rows = groups(truth, probability)
    plot = Plot(Axis(0, 1, ""), Axis(0, 1, ""))
    heights = np.histogram(probability, BINS, (0, 1))[0] / len(probability)
    below = Plot(
        Axis(0, 1, "predicted probability, and how many rows have it"),
        Axis(0, float(heights.max()), ""),
        HEIGHT - 12,
        HEIGHT + STRIP - 42,
    )
    parts = [
        grid(plot),
        line(plot, [0, 1], [0, 1], "three"),
        line(plot, given, came, "one"),
        points(plot, given, came),
        bars(below, np.linspace(0, 1, BINS + 1), heights),
        grid(Plot(below.x, Axis(0, 1, "", (" ",)), below.top, below.bottom)),
    ]
    numbers = ", ".join(
        f"predicted {share(one, 0)} came true {share(other, 0)}" for one, other in zip(given, came, strict=True)
    )
    error = float(np.sum(rows * np.abs(given - came)) / rows.sum())
    names = [("one", "this model"), ("three", "perfect")]
    title, upright = "Calibration", "how often it came true"
    return figure(Picture(title, numbers, parts, caption(error, truth, probability), names, HEIGHT + STRIP, upright))


def caption(error: float, truth: np.ndarray, probability: np.ndarray) -> str:
    """How far the probabilities are off, in which direction, and how sure the model is."""
    words = "good" if error <= GOOD else "usable" if error <= USABLE else "bad, they are no probabilities"
    off = float(probability.mean() - truth.mean())
    lean = "" if abs(off) < GOOD / 2 else f" They are too {'high' if off > 0 else 'low'} by {share(abs(off))} overall."
    sure = float(((probability < 0.1) | (probability > 0.9)).mean())
    return (
        f"Probabilities are off by {share(error)} on average: {words}.{lean} "
        f"For {share(sure, 0)} of the rows the model is sure, below 10 % or above 90 %."
    )
