"""Checks raw cells against their columns of the schema, a whole column at a time, and makes values of them."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from reading import LEAVE_OUT, Reading
from support.cells import MISSING, listed
from support.configuration import Configuration
from support.errors import DataError
from support.schema import IGNORED, NUMBER, Column


class Cells(NamedTuple):
    """The cells of one column of one file, without blanks around them, and which of them are not known."""

    file: Path
    column: Column
    given: pd.Series
    missing: np.ndarray

    def refuse(self, wrong: np.ndarray, why: str) -> None:
        """Stop at the first cell that is wrong, and say how many there are."""
        if wrong.any():
            row = int(wrong.argmax())
            place = f"{self.file}, row {row + 1}: column `{self.column.name}` is `{self.given.iloc[row]}`"
            more = f" (and {int(wrong.sum()) - 1} more rows like it)" if wrong.sum() > 1 else ""
            raise DataError(f"{place}, {why}{more}")


def cleaned(columns: Mapping[str, list[str]], configuration: Configuration, how: Reading, file: Path) -> pd.DataFrame:
    """The values of all columns, in the order of the schema, or an error that names file, row, column and rule."""
    found = {}
    for column in configuration.columns:
        if column.name in columns:
            given = pd.Series(columns[column.name], dtype=object)
            cells = Cells(file, column, given, given.isin(how.unknown).to_numpy())
            found[column.name] = values(cells, configuration, how)
    return pd.DataFrame(found)


def values(cells: Cells, configuration: Configuration, how: Reading) -> pd.Series:
    column = cells.column
    if column.kind == IGNORED:
        return cells.given
    is_target = column.name == configuration.target.name
    if not column.nullable and not (is_target and how.rows_without_target == LEAVE_OUT):
        cells.refuse(cells.missing, MISSING)
    if is_target and configuration.classification:
        return labels(cells, configuration.task.positive, how.strip)
    return numbers(cells, how) if column.kind == NUMBER else categories(cells)


def numbers(cells: Cells, how: Reading) -> pd.Series:
    """Finite numbers within the limits, NaN where a cell is not known."""
    column = cells.column
    found = parsed(cells.given, column.unit, how)
    found[cells.missing] = np.nan
    array = found.to_numpy()
    cells.refuse(~np.isfinite(array) & ~cells.missing, "not a finite number")
    for limit, wrong, words in (
        (column.minimum, np.less, "below the minimum"),
        (column.maximum, np.greater, "above the maximum"),
    ):
        if limit is not None:
            cells.refuse(wrong(array, limit), f"{words} {limit:g}")
    return found


def parsed(given: pd.Series, unit: str, how: Reading) -> pd.Series:
    """Numbers of one type whatever the file, so that a row is the same text beside any other rows; NaN for others."""
    if how.decimal != ".":
        return as_numbers(without_marks(given, unit, how))
    found = as_numbers(given)
    other = found.isna()
    # Only what is no number as it is can have marks.
    if other.any():
        found[other] = as_numbers(without_marks(given.loc[other], unit, how))
    return found


def as_numbers(texts: pd.Series) -> pd.Series:
    return pd.Series(pd.to_numeric(texts, errors="coerce"), dtype=float)


def without_marks(given: pd.Series, unit: str, how: Reading) -> pd.Series:
    """The text of numbers as Python writes them: without their unit and the marks of thousands, with a point."""
    found = given
    if unit:
        found = found.str.removeprefix(unit).str.removesuffix(unit).str.strip()
    if how.thousands:
        mark, point = re.escape(how.thousands), re.escape(how.decimal)
        # Only between groups of three: `1,2` is no number of thousands.
        grouped = found.str.fullmatch(rf"[+-]?\d{{1,3}}(?:{mark}\d{{3}})+(?:{point}\d*)?")
        found = found.mask(grouped, found.str.replace(how.thousands, "", regex=False))
    return found if how.decimal == "." else found.str.replace(how.decimal, ".", regex=False)


def categories(cells: Cells) -> pd.Series:
    """Text, None where a cell is not known; one value for all of its spellings."""
    column = cells.column
    if column.values:
        other = ~cells.given.isin([*column.values, *column.spellings]).to_numpy() & ~cells.missing
        cells.refuse(other, f"none of {listed(column.values)}")
    return cells.given.replace(column.spellings).mask(cells.missing, None)


def labels(cells: Cells, positive: str, strip: str) -> pd.Series:
    """1 for the positive label and 0 for all others, NaN where there is none."""
    known = {comparable(label): float(label == positive) for label in cells.column.values}
    texts = cells.given.str.rstrip(strip) if strip else cells.given
    found = texts.map(lambda text: known.get(comparable(text), np.nan)).astype(float)
    cells.refuse(found.isna().to_numpy() & ~cells.missing, f"not {' or '.join(cells.column.values)}")
    found[cells.missing] = np.nan
    return found


def comparable(label: str) -> object:
    """The label, or its number: `1.0` is `1`."""
    try:
        return float(label)
    except ValueError:
        return label
