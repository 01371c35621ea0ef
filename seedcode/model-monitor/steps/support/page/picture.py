"""A figure of the page: heading, chart, legend, and a caption in words."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from support.page.chart import HEIGHT, TOP, WIDTH
from support.page.formats import number
from support.page.markup import Markup, element, join

ROW, NAMES = 22, 132  # the height of a row of names, and the place for the names
LONGEST = 17
LETTER = 7  # the width of most characters, in the units of a picture


class Picture(NamedTuple):
    """`numbers` are read aloud instead of the chart; `caption` is for everybody."""

    title: str
    numbers: str
    parts: Sequence[Markup]
    caption: str
    legend: Sequence[tuple[str, str]] = ()
    height: float = HEIGHT
    upright: str = ""


def figure(picture: Picture) -> Markup:
    """The legend has (kind of line, name); `upright` is what the upright axis measures, written above the chart."""
    chart = element(
        "svg",
        element("title", picture.title),
        element("desc", picture.numbers),
        *picture.parts,
        role="img",
        viewBox=f"0 0 {WIDTH} {picture.height:g}",
    )
    above = element("p", picture.upright, class_="soft") if picture.upright else ""
    caption = element("figcaption", picture.caption)
    return element("figure", element("h3", picture.title), above, chart, legend(picture.legend), caption)


def legend(entries: Sequence[tuple[str, str]]) -> Markup:
    if not entries:
        return Markup()
    samples = [
        element("svg", element("path", d="M0 5H28", class_=f"line {kind}"), viewBox="0 0 28 10", aria_hidden="true")
        for kind, _ in entries
    ]
    lines = [element("li", sample, name) for sample, (_, name) in zip(samples, entries, strict=True)]
    return element("ul", *lines, class_="legend")


def figures(pictures: Iterable[Markup]) -> Markup:
    return element("div", *pictures, class_="figures")


def pairs(names: Iterable[object], values: Iterable[float], unit: str = "") -> str:
    """`a 1, b 2`: what a chart shows, as text."""
    return ", ".join(f"{name} {number(value, 3)}{unit}" for name, value in zip(names, values, strict=True))


def short(name: str, longest: int = LONGEST) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def lying(names: Sequence[str], values: Sequence[float], texts: Sequence[str]) -> tuple[list[Markup], float]:
    """Lying bars from 0, which may be on both sides, with their names and values; and the height that they take."""
    low, high = min(0.0, *values), max(0.0, *values)
    scale = (WIDTH - NAMES - 10 - LETTER * max(map(len, texts))) / ((high - low) or 1.0)
    zero = NAMES - low * scale
    parts = []
    for place, (name, value, text) in enumerate(zip(names, values, texts, strict=True)):
        y, size = TOP + place * ROW, round(abs(value) * scale, 1)
        start = round(zero + min(value, 0) * scale, 1)
        kind = "bar one" if value >= 0 else "bar two"
        parts.append(element("text", short(name), x=NAMES - 6, y=y + 13, text_anchor="end"))
        parts.append(element("rect", x=start, y=y + 2, width=max(size, 1), height=ROW - 7, class_=kind))
        parts.append(element("text", text, x=round(max(zero, zero + value * scale) + 5, 1), y=y + 13))
    height = TOP + len(names) * ROW + 6
    axis = element("path", d=f"M{zero:.1f} {TOP}V{height - 6:g}", class_="axis")
    return [join(parts), axis], height
