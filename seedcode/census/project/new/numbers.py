"""Which columns are numbers, and how these are written: decimal marks, marks of thousands, units, marks for unknown."""

import re
from collections import Counter
from typing import NamedTuple

import numpy as np
import pandas as pd

from checks import as_numbers, parsed
from reading import Reading

# Cells that mean: not known, whatever the column.
UNKNOWN = ("", "?", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "#N/A")
# And those that do in a column whose other cells are numbers.
UNKNOWN_NUMBER = ("-", "--", ".", "none", "nil", "na", "n.a.", "missing", "unknown", "not available", "k.a.")
MOST_SAMPLED = 2000
MOSTLY = 0.5
# Decimal mark and mark of thousands, the usual first.
STYLES = ((".", ""), (".", ","), (",", ""), (",", "."), (".", "'"), (".", " "), (",", " "))
UNITS_BEFORE = ("$", "€", "£", "¥")
UNITS_BEHIND = (
    *("%", "‰", "€", "$", "£", "EUR", "USD", "GBP", "CHF", "°C", "°F", "°", "kg", "mg", "g", "t", "lbs", "lb"),
    *("km", "cm", "mm", "m", "mi", "ft", "ml", "l", "min", "ms", "s", "h", "kWh", "kW", "W", "V", "A", "GB", "MB"),
)


class Numbers(NamedTuple):
    """A column's values, NaN for what is not known; its unit, and the marks for unknown that only numbers have."""

    values: np.ndarray
    unit: str
    marks: tuple[str, ...]


def style(columns: dict[str, list[str]], separator: str) -> tuple[str, str]:
    """The way of writing in which the most columns are numbers."""
    samples = [sample for cells in columns.values() if (sample := known(cells))]
    order = sorted(STYLES, key=lambda marks: marks[0] != ",") if separator == ";" else STYLES
    return max(order, key=lambda marks: sum(is_numeric(sample, pattern(*marks)) for sample in samples))


def known(cells: list[str]) -> list[str]:
    """Some of the different known cells, without their unit."""
    found = [cell for cell in dict.fromkeys(cells) if cell not in UNKNOWN and cell.casefold() not in UNKNOWN_NUMBER]
    unit = unit_of(found[:MOST_SAMPLED])
    return [cell.removeprefix(unit).removesuffix(unit).strip() for cell in found[:MOST_SAMPLED]]


def pattern(decimal: str, thousands: str) -> re.Pattern[str]:
    whole = rf"(\d{{1,3}}({re.escape(thousands)}\d{{3}})+|\d*)" if thousands else r"\d*"
    return re.compile(rf"(?=.*\d)[+-]?{whole}({re.escape(decimal)}\d*)?([eE][+-]?\d+)?")


def is_numeric(cells: list[str], how: re.Pattern[str]) -> bool:
    return all(how.fullmatch(cell) for cell in cells)


def unit_of(cells: list[str]) -> str:
    """The unit that all of these have before or behind them; empty if they differ."""
    for unit in UNITS_BEFORE:
        if cells and all(cell.startswith(unit) for cell in cells):
            return unit
    for unit in sorted(UNITS_BEHIND, key=len, reverse=True):
        if cells and all(re.search(rf"\d\s*{re.escape(unit)}$", cell) for cell in cells):
            return unit
    return ""


def numbers(cells: list[str], how: Reading) -> Numbers | None:
    """The column as numbers, None if it holds anything else."""
    given = pd.Series(cells, dtype=object)
    missing = given.isin(UNKNOWN)
    counts = Counter(given.loc[~missing])
    if not counts or any(re.fullmatch(r"0\d+", cell) for cell in counts):
        return None  # leading zeros: a code
    marks = tuple(sorted(cell for cell in counts if cell.casefold() in UNKNOWN_NUMBER))
    present = ~(missing | given.isin(marks))
    if not present.any() or sum(counts[mark] for mark in marks) > MOSTLY * sum(counts.values()):
        return None
    values = given.loc[present]
    unit = unit_of(list(dict.fromkeys(values)))
    found = parsed(values, unit, how).to_numpy()
    shown = values.loc[as_numbers(values).isna()]
    bare = [cell.removeprefix(unit).removesuffix(unit).strip() for cell in shown]
    if not np.isfinite(found).all() or not is_numeric(bare, pattern(how.decimal, how.thousands)):
        return None
    whole = np.full(len(cells), np.nan)
    whole[present.to_numpy()] = found
    return Numbers(whole, unit, marks)
