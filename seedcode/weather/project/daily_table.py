"""Looks at a table of days: which column is the day, which are numbers, and why the others are not used."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from support.errors import DataError

SHOWN = "2015-12-31"
DAILY = 0.8  # of all days between the first and the last that have to be there
OTHER_SEEDS = "this seed forecasts days: for a table whose rows follow no calendar, take the seeds census or abalone"


def read_table(folder: Path) -> pd.DataFrame:
    """All .csv files of a folder, every cell as text."""
    files = sorted(folder.rglob("*.csv"))
    if not files:
        raise DataError(f"{folder}: no .csv file here")
    try:
        tables = [pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig") for file in files]
    except (ValueError, pd.errors.ParserError) as error:
        raise DataError(f"{folder}: cannot be read as a table in UTF-8, {error}") from error
    if len(tables[0].columns) == 1:
        raise DataError(f"{files[0]}: one column, `{tables[0].columns[0]}`: is the separator a comma?")
    return pd.concat(tables, ignore_index=True)


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10].replace("/", "-"))
    except ValueError:
        return None


def date_column(table: pd.DataFrame) -> str:
    """The first column that has a day in each row, the days being those of a calendar, each once."""
    problem = f"no column has dates like {SHOWN}"
    for name in table.columns:
        days = [day_of(text) for text in table[name]]
        if not days or None in days:
            continue
        if reason := not_daily([day for day in days if day]):
            problem = f"column `{name}`: {reason}"
        else:
            return str(name)
    raise DataError(f"{problem}; {OTHER_SEEDS}")


def not_daily(days: list[date]) -> str:
    """Why these are not the days of a calendar; empty if they are."""
    different = set(days)
    if len(different) < len(days):
        twice = next(day for day in sorted(different) if days.count(day) > 1)
        return f"{twice} is in {days.count(twice)} rows, one row per day is needed"
    all_days = (max(different) - min(different) + timedelta(days=1)).days
    if len(different) < DAILY * all_days:
        return f"{len(different)} of the {all_days} days from {min(different)} to {max(different)} are there, too few"
    return ""


def numbers(table: pd.DataFrame, name: str) -> list[float] | None:
    """The column's values, NaN where a cell is empty; None if a cell is anything else than a finite number."""
    found = []
    for text in table[name]:
        try:
            value = float(text) if text.strip() else math.nan
        except ValueError:
            return None
        if math.isinf(value) or (math.isnan(value) and text.strip()):
            return None
        found.append(value)
    return found


def schema(table: pd.DataFrame, target: str) -> Iterator[dict[str, Any]]:
    """One entry of schema.json for each column, in the table's order. Raises DataError if the target is no number."""
    days = date_column(table)
    if target not in table:
        raise DataError(f"TARGET: `{target}` is no column of the table; there are {', '.join(table.columns)}")
    for name in table.columns:
        values = numbers(table, name)
        reason = "the day" if name == days else unused(values)
        if name == target and reason:
            raise DataError(f"column `{name}`: {reason}, and a forecast needs numbers that change; {OTHER_SEEDS}")
        yield {"name": name, **({"kind": "ignored", "description": reason} if reason else measurement(values or []))}


def unused(values: list[float] | None) -> str:
    """Why no feature is made of a column; empty if it is a number that changes."""
    if values is None:
        return "text: features of days are made of numbers"
    known = [value for value in values if not math.isnan(value)]
    if len(set(known)) <= 1:
        return "always the same"
    if len(known) == len(values) and {later - earlier for earlier, later in pairwise(values)} == {1}:
        return "counts the rows"
    return ""


def measurement(values: list[float]) -> dict[str, Any]:
    """A number. Its range is as wide again on both sides as in the table, and has nothing below 0 if that has not."""
    known = [value for value in values if not math.isnan(value)]
    low, high = min(known), max(known)
    width = high - low
    found: dict[str, Any] = {
        "kind": "number",
        "minimum": 0 if low >= 0 else rounded(low - width, math.floor),
        "maximum": rounded(high + width, math.ceil),
    }
    return found | ({"nullable": True} if len(known) < len(values) else {})


def rounded(value: float, towards: Any) -> float:
    """With two digits, away from the values."""
    if value == 0:
        return 0
    step = 10.0 ** (math.floor(math.log10(abs(value))) - 1)
    return float(f"{towards(value / step) * step:.6g}")
