"""Reads raw tables as they come, by the section [data] of project.toml, and checks them against schema.json."""

import csv
import re
from collections import Counter
from pathlib import Path

import pandas as pd

from checks import cleaned
from reading import AUTO, NO, Reading, reading
from support.configuration import Configuration
from support.errors import DataError
from support.schema import IGNORED

ENDINGS = (".csv", ".tsv", ".data", ".test")
SEPARATORS = ",;\t"
LONGEST_CELL = 10_000_000  # characters


def plain(name: str) -> str:
    """A name without what people write in different ways: `Education-Num` is `education_num`."""
    return re.sub(r"\W+", "_", name.strip().casefold()).strip("_")


def read_cells(file: Path, how: Reading) -> list[list[str]]:
    """The cells of the file, line by line; empty lines and comments are left out."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        with file.open(newline="", encoding="utf-8-sig") as text:
            first = next((line for line in text if is_row(line, how)), "")
            text.seek(0)
            separator = separator_of(first) if how.separator == AUTO else how.separator
            lines = text if not how.comment else (line for line in text if not line.startswith(how.comment))
            found = [row for row in csv.reader(lines, delimiter=separator, skipinitialspace=True) if any(row)]
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: not UTF-8, at byte {error.start + 1}; save it as UTF-8") from error
    except csv.Error as error:
        raise DataError(f"{file}: not a table, {error}") from error
    if not found:
        raise DataError(f"{file}: the file is empty")
    return found


def is_row(line: str, how: Reading) -> bool:
    return bool(line.strip()) and not (how.comment and line.startswith(how.comment))


def separator_of(line: str) -> str:
    """The mark that the first row has most of, outside of quotes."""
    counts = Counter(re.sub(r'"[^"]*"', "", line))
    return max(SEPARATORS, key=lambda mark: counts[mark])


def header_of(first: list[str], configuration: Configuration, how: Reading) -> list[str] | None:
    """The columns of the schema that the first row names, in its order; None if it is a row like all others.

    A name that is no column stays as it is.
    """
    exact = [column.name for column in configuration.given]
    loose = {plain(name): name for name in exact}
    cells = [cell.strip() or f"column_{number}" for number, cell in enumerate(first, 1)]
    names = [cell if cell in exact else loose.get(plain(cell), cell) for cell in cells]
    needed = needed_columns(configuration)
    if how.header == NO or (how.header == AUTO and len(set(names) & set(needed)) * 2 < len(needed)):
        return None
    return names


def needed_columns(configuration: Configuration) -> list[str]:
    """What every file has to have; an ignored column may be missing."""
    return [column.name for column in configuration.given if column.kind != IGNORED]


def columns_of(file: Path, rows: list[list[str]], configuration: Configuration, how: Reading) -> tuple[list[str], int]:
    """The names of the file's columns and how many of its rows they take."""
    every = [column.name for column in configuration.given]
    names = header_of(rows[0], configuration, how)
    if names is None:
        return every, 0
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise DataError(f"{file}: two columns are called `{twice}`; rename one of them")
    if missing := [name for name in needed_columns(configuration) if name not in names]:
        raise DataError(f"{file}: column `{missing[0]}` is missing")
    if extra := [name for name in names if name not in every]:
        hint = 'add it, with the kind "ignored" if it is not to be learnt from'
        raise DataError(f"{file}: column `{extra[0]}` is not in schema.json; {hint}")
    return names, 1


def read_table(file: Path, configuration: Configuration) -> pd.DataFrame:
    """The rows of a file under the names of the schema: numbers as numbers, the target of a classification as 0 and 1.

    What is ignored stays as it is, because it can tell two rows apart.
    """
    how = reading(configuration)
    rows = read_cells(file, how)
    names, taken = columns_of(file, rows, configuration, how)
    del rows[:taken]
    for number, row in enumerate(rows, 1):
        if len(row) != len(names):
            found = f"{len(row)} columns where {len(names)} belong"
            raise DataError(f"{file}, row {number}: {found}; is the separator wrong?")
    if not rows:
        raise DataError(f"{file}: there are no rows")
    columns = {name: list(map(str.strip, cells)) for name, cells in zip(names, zip(*rows, strict=True), strict=True)}
    return cleaned(columns, configuration, how, file)


def tables(folder: Path) -> list[Path]:
    """The files that are read."""
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in ENDINGS and file.is_file())
    if not files:
        raise DataError(f"{folder}: no file here ends with {', '.join(ENDINGS)}")
    return files


def read_folder(folder: Path, configuration: Configuration) -> tuple[pd.DataFrame, int]:
    """All tables of the folder, one below the other, and how many rows were left out for want of a target."""
    every = pd.concat([read_table(file, configuration) for file in tables(folder)], ignore_index=True)
    target = configuration.target.name
    table = every.dropna(subset=[target]).reset_index(drop=True)
    if table.loc[:, target].nunique() < 2:
        raise DataError(f"{folder}: column `{target}` is the same in all {len(table)} rows: there is nothing to learn")
    kept = table.astype({target: int}) if configuration.classification else table
    return kept, len(every) - len(table)
