"""What each column of a table is: a number, a category, or ignored for a reason that its description gives."""

import math
import re
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from project.new.numbers import UNKNOWN, Numbers, numbers
from reading import Reading
from support.schema import CATEGORY, IGNORED, NUMBER, Column
from tables import plain

FEW = 2  # different numbers: their limits have no room
MOST_LISTED, SEEN_OFTEN = 20, 5  # values of a category, and how often each, for the list to be taken as complete
MOSTLY = 0.95
SINGULAR = 0.5  # share of different texts above which they are names or sentences
MANY = 20
WORDS = 4
MOST_SLICES, FEWEST_GROUPS, MOST_GROUPS = 3, 2, 8
DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ]\d{1,2}:\d{2}.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}([T ]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?"
)
IDENTIFIER = re.compile(r"(.*_)?(id|uuid|guid|index|key|row|nr|no|column_1|rownames)")
PROTECTED = re.compile(r"(.*_)?(sex|gender|geschlecht|race|ethnicity|religion|nationality|disability)(_.*)?")


@dataclass(frozen=True)
class Found:
    """A column with its cells, and as numbers if it holds nothing else."""

    column: Column
    cells: list[str]
    numbers: Numbers | None = None


def found_column(name: str, cells: list[str], how: Reading) -> Found:
    """The column as its cells are, whatever its role."""
    as_numbers = numbers(cells, how)
    if as_numbers:
        return Found(number_column(name, as_numbers), cells, as_numbers)
    return Found(text_column(name, cells), cells)


def ignored(name: str, reason: str) -> Column:
    return Column(name, IGNORED, description=reason)


def number_column(name: str, found: Numbers) -> Column:
    present = found.values[np.isfinite(found.values)]
    nullable = len(present) < len(found.values)
    different = len(np.unique(present))
    if different == 1 and not nullable:
        return ignored(name, "the same in every row")
    whole = bool((present == np.round(present)).all())
    running = whole and np.ptp(present) + 1 == len(present)
    if different == len(found.values) and whole and (running or IDENTIFIER.fullmatch(plain(name))):
        return ignored(name, "a number of its own for each row: an identifier")
    low, high = limits(present, different)
    return Column(name, NUMBER, minimum=low, maximum=high, nullable=nullable, unit=found.unit)


def limits(values: np.ndarray, different: int) -> tuple[float, float]:
    """With as much room on each side as the values take: what lies outside has another unit, or is an error.

    Where nothing is negative, nothing may be: one in as many new rows as there are would be, at most.
    """
    low, high = float(values.min()), float(values.max())
    if different <= FEW:
        return low, high
    width = high - low
    step = 10.0 ** math.floor(math.log10(width))
    room_below, room_above = math.floor((low - width) / step) * step, math.ceil((high + width) / step) * step
    return tidy(0.0 if low >= 0 > room_below else room_below), tidy(room_above)


def tidy(value: float) -> float:
    """Without the digits that come from calculating, whole numbers as such."""
    short = float(f"{value:.10g}")
    return int(short) if short.is_integer() and abs(short) < 1e15 else short


def text_column(name: str, cells: list[str]) -> Column:
    present = [cell for cell in cells if cell not in UNKNOWN]
    counts = Counter(present)
    nullable = len(present) < len(cells)
    if not present:
        return ignored(name, "empty in every row")
    if len(counts) == 1 and not nullable:
        return ignored(name, "the same in every row")
    if sum(count for cell, count in counts.items() if DATE.fullmatch(cell)) >= MOSTLY * len(present):
        return ignored(name, "a date or a time: put its parts, as month or weekday, in columns to learn from them")
    if len(counts) > max(MANY, SINGULAR * len(present)):
        words = sum(len(cell.split()) for cell in present) / len(present)
        return ignored(name, "free text" if words >= WORDS else "another text in nearly every row: an identifier")
    closed = len(counts) <= MOST_LISTED and min(counts.values()) >= SEEN_OFTEN
    return Column(name, CATEGORY, values=tuple(sorted(counts)) if closed else (), nullable=nullable)


def with_slices(columns: list[Column], groups: dict[str, int]) -> list[Column]:
    """The first categories with few groups are measured group by group."""
    fitting = [each.name for each in columns if FEWEST_GROUPS <= groups.get(each.name, 0) <= MOST_GROUPS]
    chosen = fitting[:MOST_SLICES]
    return [replace(each, slice=True) if each.name in chosen else each for each in columns]


def maybe_protected(columns: list[Column]) -> list[str]:
    """Columns whose name suggests that no decision should be made by them."""
    return [each.name for each in columns if each.kind != IGNORED and PROTECTED.fullmatch(plain(each.name))]
