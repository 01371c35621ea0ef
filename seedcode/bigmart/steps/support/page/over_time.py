"""Predictions beside what came true, day by day, if the rows have a date."""

import numpy as np
import pandas as pd

from support.assessment import Assessment
from support.page.chart import Axis, Plot, axis, grid, line
from support.page.formats import amount, number
from support.page.markup import Markup
from support.page.picture import Picture, figure

MOST_PLACES = 180
PARTS = 4


def over_time(assessment: Assessment) -> list[Markup]:
    """One figure, or none without a column of dates."""
    name = str(assessment.configuration.data.get("date", ""))
    if name not in assessment.rows:
        return []
    days = pd.to_datetime(assessment.rows[name])
    order = np.argsort(days.to_numpy(), kind="stable")
    kept = order[np.unique(np.linspace(0, len(order) - 1, min(len(order), MOST_PLACES)).astype(int))]
    place = np.arange(len(kept), dtype=float)
    truth, prediction = assessment.truth[kept], assessment.prediction[kept]
    unit = assessment.configuration.task.unit
    dates = days.iloc[kept].dt.strftime("%Y-%m-%d").tolist()
    plot = Plot(Axis(0, max(len(kept) - 1, 1), f"{dates[0]} to {dates[-1]}"), axis([*truth, *prediction], ""))
    parts = [grid(unwritten(plot)), line(plot, place, truth, "three"), line(plot, place, prediction, "one")]
    names = [("one", "predicted"), ("three", "came true")]
    error = np.abs(assessment.truth - assessment.prediction)[order]
    quarters = [float(part.mean()) for part in np.array_split(error, PARTS) if len(part)]
    numbers = "mean absolute error of the quarters: " + ", ".join(number(value, 3) for value in quarters)
    upright = f"{assessment.configuration.task.target}, {unit}" if unit else assessment.configuration.task.target
    return [figure(Picture("Over time", numbers, parts, trend(quarters, unit), names, upright=upright))]


def unwritten(plot: Plot) -> Plot:
    """Without numbers of days, as the label has the dates."""
    return Plot(Axis(plot.x.low, plot.x.high, plot.x.label, (" ",)), plot.y)


def trend(quarters: list[float], unit: str) -> str:
    """Whether predictions get worse the older the model is."""
    first, last = quarters[0], quarters[-1]
    text = f"Off by {amount(first, unit)} in the first quarter of the test days, by {amount(last, unit)} in the last"
    if last > 1.25 * first:
        return f"{text}: worse with time, or the last season is harder. Train again often."
    return f"{text}: not worse with time, which is good."
