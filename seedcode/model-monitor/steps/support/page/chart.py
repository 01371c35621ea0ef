"""Charts as SVG: small enough for a phone, and in the colours of the page."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from support.page.formats import number
from support.page.markup import Markup, element, join

WIDTH, HEIGHT = 360, 260
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 10, 42
Numbers = Sequence[float] | np.ndarray


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`, with a label and the values that are written at it. Names stand instead of numbers."""

    low: float
    high: float
    label: str
    names: tuple[str, ...] = ()

    def ticks(self) -> list[tuple[float, str]]:
        if self.names:
            return [(place + 0.5, name) for place, name in enumerate(self.names)]
        return [(value, number(value)) for value in round_values(self.low, self.high)]


def round_values(low: float, high: float) -> list[float]:
    """Four to nine round numbers within the limits."""
    rough = (high - low) / 5
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(place * step, 10) for place in range(first, last + 1)]


def axis(values: Iterable[float], label: str, zero: bool = False) -> Axis:
    """An axis that holds all these values with a little room, and 0 if that matters."""
    known = [float(value) for value in values if np.isfinite(value)]
    low, high = min(known, default=0.0), max(known, default=1.0)
    low, high = (min(low, 0.0), max(high, 0.0)) if zero else (low, high)
    if low == high:
        low, high = low - 0.5, high + 0.5
    room = (high - low) * 0.04
    return Axis(low if zero and low == 0 else low - room, high if zero and high == 0 else high + room, label)


@dataclass(frozen=True)
class Plot:
    """A rectangle of a picture, with its axes. x and y are values; left, right, top and bottom are places."""

    x: Axis
    y: Axis
    top: float = TOP
    bottom: float = HEIGHT - BOTTOM
    left: float = LEFT
    right: float = WIDTH - RIGHT

    def across(self, value: float) -> float:
        part = (value - self.x.low) / (self.x.high - self.x.low)
        return round(self.left + min(max(part, 0), 1) * (self.right - self.left), 1)

    def down(self, value: float) -> float:
        part = (value - self.y.low) / (self.y.high - self.y.low)
        return round(self.bottom - min(max(part, 0), 1) * (self.bottom - self.top), 1)

    def places(self, x: Numbers, y: Numbers) -> list[tuple[float, float]]:
        return [(self.across(one), self.down(other)) for one, other in zip(x, y, strict=True)]

    def higher(self, more: float) -> "Plot":
        return replace(self, bottom=self.bottom + more)


def grid(plot: Plot) -> Markup:
    """Lines and numbers of both axes, and their labels."""
    parts = []
    for value, name in plot.y.ticks():
        y = plot.down(value)
        parts.append(element("path", d=f"M{plot.left} {y}H{plot.right}", class_="grid"))
        parts.append(element("text", name, x=plot.left - 6, y=y + 4, text_anchor="end"))
    for value, name in plot.x.ticks():
        parts.append(element("text", name, x=plot.across(value), y=plot.bottom + 16, text_anchor="middle"))
    parts.append(element("path", d=f"M{plot.left} {plot.bottom}H{plot.right}", class_="axis"))
    middle = (plot.left + plot.right) / 2
    parts.append(element("text", plot.x.label, x=middle, y=plot.bottom + 34, text_anchor="middle", class_="unit"))
    return join(parts)


def line(plot: Plot, x: Numbers, y: Numbers, kind: str) -> Markup:
    """`kind` is one, two or three: each has a colour and a pattern of dashes."""
    places = " ".join(f"{one} {other}" for one, other in plot.places(x, y))
    return element("path", d=f"M{places}", class_=f"line {kind}")


def band(plot: Plot, x: Numbers, low: Numbers, high: Numbers) -> Markup:
    """The area between two lines."""
    there, back = plot.places(x, low), plot.places(x, high)[::-1]
    places = " ".join(f"{one} {other}" for one, other in [*there, *back])
    return element("path", d=f"M{places}Z", class_="area one")


def dots(plot: Plot, x: Numbers, y: Numbers, kind: str = "one") -> Markup:
    """Many small points, as one path; those at the same place are drawn once."""
    places = sorted({(round(one), round(other)) for one, other in plot.places(x, y)})
    return element("path", d="".join(f"M{one} {other}h0" for one, other in places), class_=f"dots {kind}")


def points(plot: Plot, x: Numbers, y: Numbers, kind: str = "one") -> Markup:
    """A few points with an edge."""
    return join(element("circle", cx=one, cy=other, r=4, class_=f"point {kind}") for one, other in plot.places(x, y))


def bars(plot: Plot, edges: Numbers, heights: Numbers, kind: str = "one") -> Markup:
    """Upright bars from 0, between the edges."""
    parts = []
    for left, right, height in zip(edges[:-1], edges[1:], heights, strict=True):
        start, end = plot.across(left) + 0.5, plot.across(right) - 0.5
        places = sorted((plot.down(0), plot.down(height)))
        size = {"width": round(max(end - start, 0.5), 1), "height": round(places[1] - places[0], 1)}
        parts.append(element("rect", x=start, y=places[0], class_=f"bar {kind}", **size))
    return join(parts)
