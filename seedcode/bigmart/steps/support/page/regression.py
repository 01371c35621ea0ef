"""The errors of a regression: how large they are, and whether they depend on the prediction, the group or the day."""

import numpy as np
import pandas as pd

from support.assessment import Assessment
from support.page.chart import Plot, axis, dots, grid, line
from support.page.formats import added, amount, count, number, share
from support.page.groups import dependent_rows, groups
from support.page.markup import Markup, section, table
from support.page.over_time import over_time
from support.page.picture import Picture, figure, figures, lying, pairs

MOST_DOTS = 1500
PARTS = 8
QUANTILES = (0.5, 0.8, 0.9, 0.95, 1.0)
MOST_COLUMNS = 2
DEVIATIONS = 3  # of a mean, beyond which it is hardly chance, as eight means are looked at
RELEVANT = 0.1  # of the mean absolute error: a smaller lean matters little


def regression(assessment: Assessment) -> Markup:
    unit = assessment.configuration.task.unit
    error = assessment.truth - assessment.prediction
    pictures = [by_prediction(assessment, error, unit)]
    for column in assessment.configuration.slices[:MOST_COLUMNS]:
        if column.name in assessment.rows:
            pictures += by_group(column.name, assessment.rows.loc[:, column.name], error, unit)
    pictures += over_time(assessment)
    return section("Errors", sizes(np.abs(error), unit), figures(pictures))


def sizes(error: np.ndarray, unit: str) -> Markup:
    """How many predictions are how far off."""
    rows = [
        [
            f"{share(part, 0)} of the rows" if part < 1 else "all rows",
            amount(float(np.quantile(error, part)), unit),
        ]
        for part in QUANTILES
    ]
    return table("How far predictions are off", ("Of the rows", "off by at most"), rows)


def binned(prediction: np.ndarray, error: np.ndarray, block: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean prediction, mean error and the error's standard error, of groups with about as many rows each.

    Rows of one block are no draws of their own: their deviations are summed before they are squared.
    """
    edges = np.unique(np.quantile(prediction, np.linspace(0, 1, PARTS + 1)))
    place = np.clip(np.searchsorted(edges, prediction, side="right") - 1, 0, max(len(edges) - 2, 0))
    rows = np.bincount(place)
    some = rows > 0
    given, mean = (np.bincount(place, values) / np.maximum(rows, 1) for values in (prediction, error))
    sums = np.zeros((len(rows), len(error) // block + 1))
    np.add.at(sums, (place, np.arange(len(error)) // block), error - mean[place])
    return given[some], mean[some], (np.sqrt((sums**2).sum(axis=1)) / np.maximum(rows, 1))[some]


def by_prediction(assessment: Assessment, error: np.ndarray, unit: str) -> Markup:
    prediction = assessment.prediction
    chosen = np.unique(np.linspace(0, len(error) - 1, min(len(error), MOST_DOTS)).astype(int))
    given, mean, sure = binned(prediction, error, dependent_rows(assessment))
    plot = Plot(axis(prediction, f"predicted{in_unit(unit)}"), axis(error[chosen], "", zero=True))
    parts = [grid(plot), dots(plot, prediction[chosen], error[chosen])]
    parts.append(line(plot, [plot.x.low, plot.x.high], [0, 0], "three"))
    parts.append(line(plot, given, mean, "two"))
    names = [("two", "mean error"), ("three", "no error")]
    numbers = pairs([f"predicted {number(value, 3)}, mean error" for value in given], mean)
    upright = f"true value - prediction{in_unit(unit)}"
    return figure(
        Picture(
            "Errors by prediction",
            numbers,
            parts,
            leaning(given, mean, sure, (float(np.abs(error).mean()), unit)),
            names,
            upright=upright,
        )
    )


def in_unit(unit: str) -> str:
    return f", {unit}" if unit else ""


def leaning(given: np.ndarray, mean: np.ndarray, sure: np.ndarray, usual: tuple[float, str]) -> str:
    """Where predictions are too high or too low, beyond chance; `usual` is the mean absolute error, and its unit."""
    size, unit = usual
    off = np.flatnonzero(np.abs(mean) > np.maximum(DEVIATIONS * sure, RELEVANT * size))
    if not len(off):
        return "The mean error is about 0 everywhere, which is good: no size of prediction is systematically off."
    worst = off[int(np.argmax(np.abs(mean[off])))]
    side = "low" if mean[worst] > 0 else "high"
    return (
        f"Around a prediction of {number(float(given[worst]), 3)} the model is too {side} by "
        f"{amount(abs(float(mean[worst])), unit)} on average, more than chance: bad if you decide there."
    )


def by_group(name: str, values: pd.Series, error: np.ndarray, unit: str) -> list[Markup]:
    """How far off predictions are in each group of a column; nothing for an empty column."""
    if not values.notna().any():
        return []
    found = [(label, error[rows]) for label, rows in groups(values)]
    off = [float(np.abs(part).mean()) for _, part in found]
    lean = [float(part.mean()) for _, part in found]
    texts = [f"{number(one, 3)} ({added(other)})" for one, other in zip(off, lean, strict=True)]
    parts, height = lying([label for label, _ in found], off, texts)
    overall = float(np.abs(error).mean())
    worst = int(np.argmax(off))
    words = (
        f"Most off: {found[worst][0]}, by {amount(off[worst], unit)} on average, {off[worst] / (overall or 1):.1f} "
        f"times the {number(overall, 3)} of all rows. In brackets the mean error; with + the model is too low."
    )
    numbers = pairs([f"{label} ({count(len(part))} rows)" for label, part in found], off)
    upright = f"mean absolute error{in_unit(unit)}"
    return [figure(Picture(f"Errors by {name}", numbers, parts, words, height=height, upright=upright))]
