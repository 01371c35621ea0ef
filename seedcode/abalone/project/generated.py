"""A table that fits any schema, with something to be learnt from: to try things out before there are data."""

import csv
import math
import random
from itertools import pairwise
from pathlib import Path

from project.configuration import FROM_SCHEMA, read_project
from support.configuration import Configuration
from support.schema import CATEGORY, IGNORED, Column

GENERATED = "generated.csv"
ROWS = 4000
MISSING = 0.05  # of the cells of a column that may be empty
WIDTH = 100.0  # of a number's range where the schema gives none
VALUES = 4  # of a category that has no list of them
SHARE = 0.4  # of positive labels


def fits(header: list[str], configuration: Configuration) -> bool:
    """Whether a table with these columns has all that the schema needs."""
    return {column.name for column in configuration.given if column.kind != IGNORED} <= set(header)


def limits(column: Column) -> tuple[float, float]:
    low, high = column.minimum, column.maximum
    if low is None:
        low = 0.0 if high is None else high - WIDTH
    return low, low + WIDTH if high is None else high


def values(column: Column) -> list[str]:
    return list(column.values) or [f"{column.name} {number}" for number in range(1, VALUES + 1)]


def place(column: Column, draw: random.Random) -> float | None:
    """Where a cell lies, from 0 to 1; None for a missing one."""
    if column.nullable and draw.random() < MISSING:
        return None
    if column.kind == CATEGORY:
        count = len(values(column))
        return draw.randrange(count) / max(count - 1, 1)
    return draw.random()


def cell(column: Column, found: float | None, number: int) -> str:
    if column.kind == IGNORED:
        return str(number)
    if found is None:
        return ""
    if column.kind == CATEGORY:
        known = values(column)
        return known[round(found * max(len(known) - 1, 1))]
    low, high = limits(column)
    return f"{low + found * (high - low):.6g}"


def score(places: list[float | None]) -> float:
    """What the features of a row say together, around 0. Waves and products, so that no straight line finds all."""
    found = [0.0 if each is None else 2 * each - 1 for each in places]
    waves = sum(math.cos(math.pi * each) / (rank + 1) for rank, each in enumerate(found[:4]))
    steps = sum(each / (rank + 2) for rank, each in enumerate(found[:6]))
    return waves + steps + sum(one * other for one, other in pairwise(found[:4]))


def targets(scores: list[float], configuration: Configuration, draw: random.Random) -> list[str]:
    """The target of each row: a label, or a number within its limits."""
    order = sorted(scores)
    if configuration.classification:
        line = order[int((1 - SHARE) * len(order))]
        others = [value for value in configuration.target.values if value != configuration.task.positive]
        return [
            configuration.task.positive if each + draw.gauss(0, 0.15) > line else draw.choice(others) for each in scores
        ]
    low, high = limits(configuration.target)
    width = order[-1] - order[0] or 1.0
    shares = [0.1 + 0.8 * (each - order[0]) / width + draw.uniform(-0.05, 0.05) for each in scores]
    return [f"{low + share * (high - low):.6g}" for share in shares]


def table(configuration: Configuration, count: int = ROWS, seed: int = 7) -> list[list[str]]:
    """A header and rows; the same each time."""
    draw = random.Random(seed)
    columns, target = configuration.given, configuration.target
    places = [{column.name: place(column, draw) for column in columns} for _ in range(count)]
    learnt = [column.name for column in configuration.requested]
    answers = targets([score([row[name] for name in learnt]) for row in places], configuration, draw)
    rows = [
        [answer if column == target else cell(column, row[column.name], number) for column in columns]
        for number, (row, answer) in enumerate(zip(places, answers, strict=True), 1)
    ]
    return [[column.name for column in columns], *rows]


def write_table(folder: Path, configuration: Configuration | None = None) -> Path:
    """The generated table of this repository's schema, as a file."""
    file = folder / FROM_SCHEMA
    with file.open("w", newline="", encoding="utf-8") as output:
        csv.writer(output).writerows(table(configuration or read_project()))
    return file
