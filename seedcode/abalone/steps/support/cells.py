"""One cell of a request or of a table: what it may be, by its column of the schema."""

import math
from collections.abc import Collection

from support.schema import Column

MISSING = "missing, and the schema does not allow that (`nullable`)"
SHOWN = 12  # values of a category that are listed when another one is refused


def without_unit(text: str, unit: str) -> str:
    """`12 %` and `$12` are 12, in a column whose unit is that."""
    return text.removeprefix(unit).removesuffix(unit).strip() if unit else text


def number(value: object, column: Column) -> float:
    """The number of a cell, or a ValueError that says what is wrong with it."""
    text = without_unit(value.strip(), column.unit) if isinstance(value, str) else value
    try:
        # Python's own underscores and truth values are no numbers in a table.
        found = math.nan if isinstance(text, bool) or "_" in str(text) else float(text)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        found = math.nan
    if not math.isfinite(found):
        raise ValueError(f"`{value}` is not a finite number")
    if problem := outside(found, column):
        raise ValueError(f"`{value}` is {problem}")
    return found


def outside(value: float, column: Column) -> str:
    """Which limit a number breaks; empty if none."""
    if column.minimum is not None and value < column.minimum:
        return f"below the minimum {column.minimum:g}"
    if column.maximum is not None and value > column.maximum:
        return f"above the maximum {column.maximum:g}"
    return ""


def category(value: object, column: Column) -> str:
    """The text of a cell, or a ValueError that lists what it may be. JSON's `3.0` and `true` are `3` and `true`."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    if isinstance(value, bool):
        text = next((known for known in column.values if known.lower() == text.lower()), text)
    if not isinstance(value, (str, int, float, bool)):
        raise ValueError(f"`{value}` is no text")
    text = column.spellings.get(text, text)
    if column.values and text not in column.values:
        raise ValueError(f"`{text}` is none of {listed(column.values)}")
    return text


def listed(values: Collection[str]) -> str:
    shown = ", ".join([*values][:SHOWN])
    return shown if len(values) <= SHOWN else f"{shown} and {len(values) - SHOWN} more"
