"""Why the model answers as it does: how much each column moves its predictions, and in which direction."""

import math
from collections.abc import Mapping
from itertools import pairwise

from support.assessment import Assessment
from support.configuration import Configuration
from support.explanation import Effect, effect, importance
from support.page.chart import Plot, axis, band, grid, line, points
from support.page.formats import added, amount, number, share
from support.page.markup import Markup, paragraph, section
from support.page.picture import Picture, figure, figures, lying, pairs

CURVES, MOST_BARS = 4, 12
IDLE = 0.01  # of all movement: a column with less could go
DOMINANT = 0.7  # a column with a larger share of all movement decides nearly alone


def effects(assessment: Assessment) -> Markup:
    parts = assessment.contributions
    if parts is None or parts.empty:
        return section("Why", paragraph("This model has no contributions per column (TreeSHAP): nothing can be shown."))
    order, explained = importance(parts), assessment.rows.iloc[parts.index.to_numpy()]
    curves = [
        effect_figure(effect(name, explained.loc[:, name], parts.loc[:, name]), assessment.configuration)
        for name in [name for name in order if name in explained][:CURVES]
        if order[name] > 0
    ]
    return section(
        "Why",
        paragraph(introduction(assessment.configuration)),
        figures([bars(order, assessment.configuration), *curves]),
    )


def scale(configuration: Configuration) -> str:
    """What contributions are counted in."""
    return "log-odds" if configuration.classification else configuration.task.unit or "units of the target"


def introduction(configuration: Configuration) -> str:
    text = "A prediction is a base plus what each column adds to it (TreeSHAP, summed per original column). "
    if configuration.classification:
        return f"{text}It is counted in log-odds of {configuration.task.positive}: adding 0.7 doubles the odds."
    return f"{text}It is counted in {scale(configuration)}. This describes the model, not what causes what."


def bars(order: Mapping[str, float], configuration: Configuration) -> Markup:
    names = list(order)[:MOST_BARS]
    values = [order[name] for name in names]
    parts, height = lying(names, values, [number(value, 2) for value in values])
    return figure(
        Picture(
            "What moves predictions",
            pairs(names, values),
            parts,
            weight(order),
            height=height,
            upright=f"mean absolute contribution, {scale(configuration)}",
        )
    )


def weight(order: Mapping[str, float]) -> str:
    """How much hangs on the first column, and how many columns hardly count."""
    total = sum(order.values())
    if total == 0:
        return "No column moves a prediction: the model always answers the same, which is bad."
    strongest = next(iter(order))
    first = order[strongest] / total
    idle = sum(value < IDLE * total for value in order.values())
    text = f"{strongest} makes {share(first, 0)} of all movement"
    words = (
        ": nearly all hangs on it, ask whether it is known in time and is not the answer itself."
        if first > DOMINANT
        else "."
    )
    rest = f" {idle} of {len(order)} columns make less than 1 % each and could go." if idle else ""
    return f"{text}{words}{rest}"


def effect_figure(found: Effect, configuration: Configuration) -> Markup:
    numbers = pairs([place if isinstance(place, str) else number(place, 3) for place in found.places], found.mean)
    title, upright = f"Effect of {found.column}", f"contribution, {scale(configuration)}"
    if found.places and isinstance(found.places[0], str):
        texts = [added(value) for value in found.mean]
        parts, height = lying([str(place) for place in found.places], found.mean, texts)
        return figure(Picture(title, numbers, parts, words(found, configuration), height=height, upright=upright))
    places = [float(place) for place in found.places]
    unit = next((column.unit for column in configuration.columns if column.name == found.column), "")
    plot = Plot(
        axis(places, f"{found.column}{f', {unit}' if unit else ''}"), axis([*found.low, *found.high], "", zero=True)
    )
    parts = [
        grid(plot),
        band(plot, places, found.low, found.high),
        line(plot, [plot.x.low, plot.x.high], [0, 0], "three"),
    ]
    parts += [line(plot, places, found.mean, "one"), points(plot, places, found.mean)]
    return figure(Picture(title, numbers, parts, words(found, configuration), upright=upright))


def words(found: Effect, configuration: Configuration) -> str:
    """From where to where the column moves a prediction, and how."""
    if len(found.places) < 2:
        return f"Nearly all rows have the same {found.column}: there is no curve."
    low, high = (found.mean.index(bound) for bound in (min(found.mean), max(found.mean)))
    names = [place if isinstance(place, str) else number(place, 3) for place in (found.places[low], found.places[high])]
    apart = found.mean[high] - found.mean[low]
    if configuration.classification:
        higher = f"the odds of {configuration.task.positive} are {number(math.exp(min(apart, 50)), 2)} times as high"
    else:
        higher = f"the prediction is {amount(apart, configuration.task.unit, 2)} higher"
    missing = "" if found.missing is None else f" Where it is missing it adds {number(found.missing, 2)}."
    shape = "" if isinstance(found.places[0], str) else f" {shape_of(found.mean)}"
    return f"At {names[1]} {higher} than at {names[0]}, other columns being what they are.{shape}{missing}"


def shape_of(mean: list[float]) -> str:
    """Whether more always means more."""
    steps = [later - earlier for earlier, later in pairwise(mean)]
    slack = 0.1 * (max(mean) - min(mean))
    if all(step >= -slack for step in steps):
        return "The more, the higher."
    if all(step <= slack for step in steps):
        return "The more, the lower."
    return "It rises and falls: look whether that makes sense."
