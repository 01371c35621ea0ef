"""How many of the wanted rows are found, and how many of the found ones are wanted."""

import numpy as np

from support.assessment import Assessment
from support.page.chart import Axis, Plot, grid, line, points
from support.page.formats import share
from support.page.markup import Markup, paragraph
from support.page.picture import Picture, figure

MOST_PLACES = 120
READ_ALOUD = (0.2, 0.4, 0.6, 0.8)


def curve(truth: np.ndarray, probability: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Recall and precision for every different probability as threshold, from the highest on."""
    order = np.argsort(-probability, kind="stable")
    found = np.cumsum(truth[order] == 1)
    last = np.append(np.flatnonzero(np.diff(probability[order])), len(order) - 1)
    return found[last] / found[-1], found[last] / (last + 1)


def thinned(recall: np.ndarray, precision: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """As many places as a small picture can show."""
    kept = np.unique(np.linspace(0, len(recall) - 1, min(len(recall), MOST_PLACES)).astype(int))
    return recall[kept], precision[kept]


def at(recall: np.ndarray, precision: np.ndarray, wanted: float) -> float:
    """The precision where so many are found."""
    return float(precision[min(int(np.searchsorted(recall, wanted)), len(precision) - 1)])


def precision_recall(assessment: Assessment) -> Markup:
    truth = assessment.truth
    base = float((truth == 1).mean())
    if base in (0.0, 1.0):
        return paragraph("All test rows have the same label: there is no precision-recall curve.")
    recall, precision = curve(truth, assessment.prediction)
    plot = Plot(Axis(0, 1, "recall: found of those that are"), Axis(0, 1, ""))
    parts = [grid(plot), line(plot, [0, 1], [base, base], "three")]
    names = [("one", "this model"), ("three", "chance")]
    if assessment.champion is not None:
        parts.append(line(plot, *thinned(*curve(truth, assessment.champion)), "two"))
        names.insert(1, ("two", "production"))
    parts.append(line(plot, *thinned(recall, precision), "one"))
    chosen = assessment.prediction >= float(assessment.result["threshold"])
    if chosen.any():
        hit = float((chosen & (truth == 1)).sum())
        parts.append(points(plot, [hit / (truth == 1).sum()], [hit / chosen.sum()]))
    numbers = ", ".join(
        f"at recall {share(place, 0)} precision {share(at(recall, precision, place), 0)}" for place in READ_ALOUD
    )
    return figure(
        Picture(
            "Precision and recall",
            numbers,
            parts,
            caption(recall, precision, base, assessment),
            names,
            upright="precision: right of those labelled",
        )
    )


def caption(recall: np.ndarray, precision: np.ndarray, base: float, assessment: Assessment) -> str:
    half = at(recall, precision, 0.5)
    lift = half / base
    words = "good" if lift >= 2 or half >= 0.9 else "weak" if lift >= 1.2 else "bad, hardly better than chance"
    text = (
        f"Where half of them are found, {share(half, 0)} of the labelled rows are right, {lift:.1f} times the "
        f"{share(base, 0)} of chance: {words}. The circle is the chosen threshold. The higher the line, the better."
    )
    if assessment.champion is None:
        return text
    other = at(*curve(assessment.truth, assessment.champion), 0.5)
    return f"{text} Production reaches {share(other, 0)} there."
