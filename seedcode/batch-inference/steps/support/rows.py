"""Whether a row is one that the model takes: the same rules as those of the model's own requests."""

import math
from collections.abc import Mapping

from support.contract import NUMBER, Column, Contract

MISSING = "missing, and the schema does not allow that"
SHOWN = 12  # values of a category that are listed when another one is refused


def checked(row: Mapping[str, str], contract: Contract) -> list[str]:
    """The cells in the order of the model's columns, or a ValueError that names the column and its rule."""
    return [cell(row[column.name], column, contract) for column in contract.columns]


def cell(text: str, column: Column, contract: Contract) -> str:
    value = text.strip()
    try:
        if value in contract.unknown:
            return "" if column.nullable else refuse(MISSING)
        if "\n" in value or "\r" in value:
            refuse("has a line break")
        return number(value, column) if column.kind == NUMBER else category(value, column)
    except ValueError as error:
        raise ValueError(f"`{column.name}`: {error}") from error


def number(value: str, column: Column) -> str:
    """The text of a finite number between the limits, without its unit."""
    text = value.removeprefix(column.unit).removesuffix(column.unit).strip() if column.unit else value
    try:
        # Python's own underscores are no numbers in a table.
        found = math.nan if "_" in text else float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        refuse(f"`{value}` is not a finite number")
    if column.minimum is not None and found < column.minimum:
        refuse(f"`{value}` is below the minimum {column.minimum:g}")
    if column.maximum is not None and found > column.maximum:
        refuse(f"`{value}` is above the maximum {column.maximum:g}")
    return text


def category(value: str, column: Column) -> str:
    if column.values and value not in column.values:
        others = f" and {len(column.values) - SHOWN} more" if column.values[SHOWN:] else ""
        refuse(f"`{value}` is none of {', '.join(column.values[:SHOWN])}{others}")
    return value


def refuse(problem: str) -> str:
    raise ValueError(problem)
