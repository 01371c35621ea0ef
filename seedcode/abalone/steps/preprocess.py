"""Turns raw tables of measured abalones into examples to train, to stop training by, and to test with."""

import argparse
import sys
import zlib
from pathlib import Path

import numpy as np
import pandas as pd

from examples import TARGET
from measurements import COLUMNS, NUMBERS, SEXES

SHARES = {"train": 60, "validation": 15, "test": 25}  # percent
FEWEST = 100


class DataError(ValueError):
    """The raw data cannot be used; the message names the file, the column and the line."""


def read_table(file: Path) -> pd.DataFrame:
    """A raw table as text, with the columns that are needed."""
    try:
        table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig", skipinitialspace=True)
    except (pd.errors.EmptyDataError, pd.errors.ParserError, UnicodeDecodeError) as error:
        raise DataError(f"{file}: the file is empty or not a table, {error}") from error
    if len(table.columns) == 1:
        raise DataError(f"{file}: one column, `{table.columns[0]}`: is the separator a comma?")
    missing = [name for name in (*COLUMNS, TARGET) if name not in table]
    if missing:
        raise DataError(f"{file}: column `{missing[0]}` is missing")
    if table.empty:
        raise DataError(f"{file}: the file is empty")
    return table[[*COLUMNS, TARGET]]


def refuse(file: Path, given: pd.Series, wrong: pd.Series, why: str) -> None:
    """Stop at the first value that is wrong. The first animal is on line 2."""
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise DataError(f"{file}: column `{given.name}`, line {row + 2}: `{given.iloc[row]}` {why}")


def measured(file: Path) -> pd.DataFrame:
    """The table with numbers as numbers, or an error that names the first value that cannot be used."""
    text = read_table(file)
    refuse(file, text["sex"], ~text["sex"].isin(SEXES), f"is none of {', '.join(SEXES)}")
    table = text.copy()
    for column in (*NUMBERS, TARGET):
        table[column] = pd.to_numeric(text[column], errors="coerce")
        refuse(file, text[column], ~np.isfinite(table[column]), "is not a number")
        refuse(file, text[column], table[column] < 0, "is less than nothing")
    return table


def split(animals: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Each animal's own measurements decide its set, so that it stays there when more animals are added."""
    lines = animals.to_csv(index=False, header=False, lineterminator="\n").splitlines()
    place = [zlib.crc32(line.encode()) % 100 for line in lines]
    chosen = np.searchsorted(np.cumsum(list(SHARES.values())), place, side="right")
    return {name: animals[chosen == number] for number, name in enumerate(SHARES)}


def write(table: pd.DataFrame, file: Path) -> None:
    """Write the whole file or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    table.to_csv(unfinished, index=False)
    unfinished.replace(file)


def preprocess(data: Path, output: Path) -> dict[str, int]:
    """Write train/, validation/ and test/ under the output folder and return how many animals went into each."""
    files = sorted(data.glob("**/*.csv"))
    if not files:
        raise DataError(f"{data}: no .csv file here")
    # An animal that comes twice must not be learned and tested.
    animals = pd.concat([measured(file) for file in files], ignore_index=True).drop_duplicates(ignore_index=True)
    if len(animals) < FEWEST:
        raise DataError(f"{data}: {len(animals)} animals are too few, give at least {FEWEST}")
    parts = split(animals)
    for name, part in parts.items():
        write(part, output / name / f"{name}.csv")
    return {name: len(part) for name, part in parts.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("/opt/ml/processing/input/data"))
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output"))
    print(preprocess(**vars(parser.parse_args())), file=sys.stderr)
