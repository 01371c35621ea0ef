"""The pictures of the report: the shares of a column's groups before and now, and the metric with its interval."""

from columns import ColumnDrift
from quality import Quality
from support.page.chart import TOP, WIDTH, Plot, axis, line, points
from support.page.formats import fixed, share
from support.page.markup import Markup, element, join
from support.page.picture import LETTER, NAMES, ROW, Picture, figure, pairs, short

MOST_GROUPS = 10
BAR = 7


def column_figure(drift: ColumnDrift) -> Markup:
    """Two bars for each group: the test rows above, the rows of now below."""
    shown = _shown(drift)
    largest = max(max(was, now) for _, was, now in shown) or 1.0
    scale = (WIDTH - NAMES - 10 - LETTER * 7) / largest
    parts = []
    for place, (name, was, now) in enumerate(shown):
        y = TOP + place * ROW
        parts.append(element("text", short(name), x=NAMES - 6, y=y + 13, text_anchor="end"))
        for row, (value, kind) in enumerate([(was, "three"), (now, "one")]):
            size = round(max(value * scale, 1), 1)
            parts.append(
                element("rect", x=NAMES, y=y + 2 + row * (BAR + 1), width=size, height=BAR, class_=f"bar {kind}")
            )
        parts.append(element("text", share(now), x=round(NAMES + max(was, now) * scale + 5, 1), y=y + 13))
    height = TOP + len(shown) * ROW + 6
    parts.append(element("path", d=f"M{NAMES} {TOP}V{height - 6:g}", class_="axis"))
    numbers = f"Now: {pairs([name for name, _, _ in shown], [100 * now for _, _, now in shown], ' %')}"
    legend = [("three solid", "test rows"), ("one", "now")]
    return figure(Picture(drift.name, numbers, [join(parts)], _caption(drift), legend, height))


def _shown(drift: ColumnDrift) -> list[tuple[str, float, float]]:
    """Groups of a number in their order; the commonest values of a category."""
    if drift.distance is not None:
        return [*drift.shares]
    return sorted(drift.shares, key=lambda each: -max(each[1:]))[:MOST_GROUPS]


def _caption(drift: ColumnDrift) -> str:
    name, was, now = max(drift.shares, key=lambda each: abs(each[2] - each[1]))
    return f"Most of the change: {name}, {share(was)} before and {share(now)} now."


def quality_figure(found: Quality) -> Markup:
    """The metric now with its interval, and as a line what it was."""
    height = TOP + 90
    plot = Plot(axis([found.before, found.low, found.high], found.metric), axis([0, 2], ""), TOP, height - 42)
    ticks = [
        element("text", name, x=plot.across(value), y=plot.bottom + 16, text_anchor="middle")
        for value, name in plot.x.ticks()
    ]
    parts = [
        line(plot, [found.before, found.before], [0, 2], "two"),
        line(plot, [found.low, found.high], [1, 1], "one"),
        points(plot, [found.value], [1]),
        element("path", d=f"M{plot.left} {plot.bottom}H{plot.right}", class_="axis"),
        *ticks,
    ]
    numbers = f"now {fixed(found.value, 3)}, before {fixed(found.before, 3)}"
    legend = [("one", "now, with its interval"), ("two", "when it was approved")]
    return figure(Picture(found.metric, numbers, parts, f"{found.metric}: {numbers}.", legend, height))
