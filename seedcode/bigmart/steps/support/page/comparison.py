"""The model, production and the baselines beside each other, each figure with its interval."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from support.assessment import Assessment
from support.page.chart import TOP, WIDTH, Axis, Plot, axis
from support.page.formats import digits_for, fixed, interval, number, share
from support.page.markup import Markup, element, items, join, paragraph, section, table
from support.page.names import METRICS, title, with_unit
from support.page.picture import Picture, figure, figures, short

ROW = 44  # the height of one interval


class Side(NamedTuple):
    name: str
    metrics: Mapping[str, Mapping[str, float]]


def comparison(assessment: Assessment) -> Markup:
    result = assessment.result
    sides = compared(result)
    parts = [paragraph(sentence) for sentence in sentences(result)]
    return section("Compared", *parts, figures([intervals(result, sides)]), metrics(result, sides), meanings(sides))


def compared(result: Mapping[str, Any]) -> list[Side]:
    """The candidate first, then production if it could be measured, then the baselines."""
    champion = result["champion"]
    sides = [Side("This model", result["candidate"])]
    if champion and "metrics" in champion:
        sides.append(Side(champion_name(result), champion["metrics"]))
    return sides + [Side(name[:1].upper() + name[1:], found) for name, found in result["baselines"].items()]


def champion_name(result: Mapping[str, Any]) -> str:
    champion = result["champion"]
    where = "Production" if champion["where"] == "production" else "Approved"
    return f"{where}, version {champion['version']}"


def sentences(result: Mapping[str, Any]) -> list[str]:
    """What the comparison comes to."""
    best, production = result["difference"]["baseline"], result["difference"]["champion"]
    found = [f"Against {best['name']}, the best baseline: {change(best)}."]
    if production:
        return [*found, f"Against {production['name']}: {change(production)}."]
    champion = result["champion"]
    if champion:
        problem = champion.get("problem", "its model could not be measured")
        return [*found, f"No comparison with production: {problem}. The baselines alone decide."]
    return [*found, "No version is approved or in production yet, so there is none to compare with."]


def change(difference: Mapping[str, float]) -> str:
    """How much better or worse, and whether that can be chance."""
    value, low, high = (difference[name] for name in ("value", "low", "high"))
    amount = f"{share(abs(value))} {'better' if value >= 0 else 'worse'} ({share(low)} to {share(high)})"
    if low > 0:
        return f"{amount}, more than chance"
    return f"{amount}, {'less than chance explains' if high >= 0 else 'more than chance'}"


def metrics(result: Mapping[str, Any], sides: list[Side]) -> Markup:
    """One row per metric; the best of a row has the word beside it."""
    unit = result["metric"].get("unit", "")
    head = ["Metric", *(side.name for side in sides)]
    names = sorted(result["candidate"], key=lambda name: (name != result["metric"]["name"], name not in METRICS, name))
    return table("Metrics on the test rows, with intervals", head, [metric_row(name, sides, unit) for name in names])


def metric_row(name: str, sides: list[Side], unit: str) -> list[object]:
    own = sides[0].metrics[name]
    digits = digits_for(own["low"], own["high"])
    higher = METRICS[name].higher if name in METRICS else True
    values = [side.metrics[name]["value"] for side in sides if name in side.metrics]
    best = max(values) if higher else min(values)
    label = with_unit(title(name), name, f"({unit})" if unit else "")
    cells = [value_cell(side.metrics.get(name), digits, best) for side in sides]
    return [
        join([label, element("small", " higher is better" if higher else " lower is better", class_="soft")]),
        *cells,
    ]


def value_cell(found: Mapping[str, float] | None, digits: int, best: float) -> Markup:
    if found is None:
        return Markup("not measured")
    text = fixed(found["value"], digits)
    shown = element("strong", f"{text} best") if found["value"] == best else element("span", text)
    return join([shown, element("small", interval(found["low"], found["high"], digits))])


def intervals(result: Mapping[str, Any], sides: list[Side]) -> Markup:
    """The metric of the gate: a point and its interval for each."""
    name = result["metric"]["name"]
    found = [side.metrics[name] for side in sides]
    digits = digits_for(found[0]["low"], found[0]["high"])
    place = axis([value for each in found for value in (each["low"], each["high"])], title(name))
    bottom = TOP + ROW * len(sides)
    plot = Plot(place, Axis(0, 1, ""), bottom=bottom, left=12, right=WIDTH - 12)
    parts = [interval_row(plot, TOP + ROW * row, side, found[row]) for row, side in enumerate(sides)]
    parts.append(element("path", d=f"M{plot.left} {bottom}H{plot.right}", class_="axis"))
    for value, text in place.ticks():
        parts.append(element("text", text, x=plot.across(value), y=bottom + 16, text_anchor="middle"))
    numbers = "; ".join(
        f"{side.name} {fixed(each['value'], digits)} ({interval(each['low'], each['high'], digits)})"
        for side, each in zip(sides, found, strict=True)
    )
    unit = result["metric"].get("unit", "")
    direction = (
        f"{title(name)}{f' in {unit}' if unit else ''}: {result['metric']['direction']} is better, so further to the "
    )
    caption = (
        f"{direction}{'right' if result['metric']['direction'] == 'higher' else 'left'} is better. {overlap(result)}"
    )
    return figure(Picture(f"{title(name)} with its interval", numbers, parts, caption, height=bottom + 24))


def interval_row(plot: Plot, y: float, side: Side, found: Mapping[str, float]) -> Markup:
    """The name above, the interval as a line, the value as a point."""
    middle, kind = y + 27, "one" if side.name == "This model" else "three"
    low, high, value = (plot.across(found[name]) for name in ("low", "high", "value"))
    return join(
        [
            element("text", f"{short(side.name, 40)}: {number(found['value'])}", x=plot.left, y=y + 14),
            element(
                "path",
                d=f"M{low} {middle}H{high}M{low} {middle - 5}v10M{high} {middle - 5}v10",
                class_=f"line solid {kind}",
            ),
            element("circle", cx=value, cy=middle, r=5, class_=f"bar {kind}"),
        ]
    )


def overlap(result: Mapping[str, Any]) -> str:
    return "The rows are the same for all, so differences are surer than the intervals look: see the rules."


def meanings(sides: list[Side]) -> Markup:
    """What each metric means."""
    known = [METRICS[name] for name in sides[0].metrics if name in METRICS]
    lines = [f"{metric.title}: {metric.meaning}." for metric in sorted(known)]
    return element("details", element("summary", "What the metrics mean"), items(lines))
