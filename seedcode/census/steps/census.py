"""Reads census tables as they come: with or without a header, comma or semicolon, `?` for unknown."""

import csv
import itertools
from pathlib import Path

import numpy as np
import pandas as pd

from support.outcome import DataError

COLUMNS = [
    "age",
    "workclass",
    "fnlwgt",
    "education",
    "education_num",
    "marital_status",
    "occupation",
    "relationship",
    "race",
    "sex",
    "capital_gain",
    "capital_loss",
    "hours_per_week",
    "native_country",
    "income",
]
NUMBERS = ["age", "education_num", "capital_gain", "capital_loss", "hours_per_week"]
CATEGORIES = ["workclass", "marital_status", "occupation", "relationship", "native_country"]
# Measured for fairness, never given to the model.
PROTECTED = ["sex", "race"]
UNKNOWN = "?"
POSITIVE, NEGATIVE = ">50K", "<=50K"
ENDINGS = ("*.csv", "*.data", "*.test")


def column_name(text: str) -> str:
    return text.strip().strip('"').lower().replace("-", "_").replace(".", "_")


def read_rows(file: Path) -> list[list[str]]:
    """The cells of the file. `adult.test` of the original data opens with a line that is no row: it starts with `|`."""
    try:
        with file.open(newline="", encoding="utf-8-sig") as text:
            lines = [line for line in text if line.strip() and not line.startswith("|")]
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: not UTF-8, at byte {error.start + 1}") from error
    if not lines:
        raise DataError(f"{file}: the file is empty")
    separator = max(",;\t", key=lines[0].count)
    return [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=separator, skipinitialspace=True)]


def read_table(file: Path) -> pd.DataFrame:
    """One row per person under the names of COLUMNS."""
    rows = read_rows(file)
    header = [column_name(cell) for cell in rows[0]]
    if "age" in header:
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            raise DataError(f"{file}: column `{missing[0]}` is missing")
        rows = rows[1:]
    else:
        header = COLUMNS
    for number, row in enumerate(rows, 1):
        if len(row) != len(header):
            found = f"{len(row)} columns where {len(header)} belong"
            raise DataError(f"{file}, row {number}: {found}; is the separator wrong?")
    if not rows:
        raise DataError(f"{file}: there are no rows")
    return checked(pd.DataFrame(rows, columns=header).loc[:, COLUMNS], file)


def checked(table: pd.DataFrame, file: Path) -> pd.DataFrame:
    """Numbers as numbers and the income as 1 or 0, or an error that names the row."""
    for name in NUMBERS:
        # Of one type whatever the file, so that a row is the same text beside any other rows.
        numbers = pd.Series(pd.to_numeric(table[name], errors="coerce"), dtype=float)
        unusable = ~np.isfinite(numbers.to_numpy())
        if unusable.any():
            row = int(unusable.argmax())
            raise DataError(f"{file}, row {row + 1}: column `{name}` is `{table[name].iloc[row]}`, not a finite number")
        table[name] = numbers
    income = table["income"].str.rstrip(".").map({POSITIVE: 1, NEGATIVE: 0})
    if income.isna().any():
        row = int(income.isna().to_numpy().argmax())
        found = table["income"].iloc[row]
        raise DataError(f"{file}, row {row + 1}: column `income` is `{found}`, not {POSITIVE} or {NEGATIVE}")
    return table.assign(income=income.astype(int))


def tables(folder: Path) -> list[Path]:
    """The files that are read."""
    files = sorted(itertools.chain.from_iterable(folder.rglob(ending) for ending in ENDINGS))
    if not files:
        raise DataError(f"{folder}: no {', '.join(ENDINGS)} here")
    return files


def read_folder(folder: Path) -> pd.DataFrame:
    """All tables of the folder, one below the other."""
    files = tables(folder)
    table = pd.concat([read_table(file) for file in files], ignore_index=True)
    if table.loc[:, "income"].nunique() == 1:
        raise DataError(f"{folder}: column `income` is the same in all {len(table)} rows: there is nothing to learn")
    return table
