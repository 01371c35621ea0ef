"""Turns raw tables of measured abalones into examples to train, to stop training by, and to test with."""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from examples import TARGET
from measurements import COLUMNS, NUMBERS, SEXES
from support.data_digest import digest_of
from support.duplicates import places, warning
from support.outcome import DataError, require_digest, run_preprocessing, write_facts

SHARES = {"train": 60, "validation": 15, "test": 25}  # percent
FEWEST = 100


def read_table(file: Path) -> pd.DataFrame:
    """A raw table as text, with the columns that are needed."""
    try:
        table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig", skipinitialspace=True)
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: not UTF-8, {error.reason} at byte {error.start + 1}") from error
    except (pd.errors.EmptyDataError, pd.errors.ParserError) as error:
        raise DataError(f"{file}: the file is empty or not a table, {error}") from error
    if len(table.columns) == 1:
        raise DataError(f"{file}: one column, `{table.columns[0]}`: is the separator a comma?")
    missing = [name for name in (*COLUMNS, TARGET) if name not in table]
    if missing:
        raise DataError(f"{file}: column `{missing[0]}` is missing")
    if table.empty:
        raise DataError(f"{file}: the file is empty")
    return table.loc[:, [*COLUMNS, TARGET]]


def refuse(file: Path, given: pd.Series, wrong: np.ndarray, why: str) -> None:
    """Stop at the first value that is wrong. The first animal is on line 2."""
    if wrong.any():
        row = int(wrong.argmax())
        raise DataError(f"{file}: column `{given.name}`, line {row + 2}: `{given.iloc[row]}` {why}")


def measured(file: Path) -> pd.DataFrame:
    """The table with numbers as numbers, or an error that names the first value that cannot be used."""
    text = read_table(file)
    refuse(file, text.loc[:, "sex"], ~text.loc[:, "sex"].isin(SEXES).to_numpy(), f"is none of {', '.join(SEXES)}")
    table = text.copy()
    for column in (*NUMBERS, TARGET):
        # Of one type whatever the file, so that an animal is the same text beside any other animals.
        given = text.loc[:, column]
        table[column] = pd.Series(pd.to_numeric(given, errors="coerce"), dtype=float)
        numbers = table[column].to_numpy()
        refuse(file, given, ~np.isfinite(numbers), "is not a finite number")
        refuse(file, given, numbers < 0, "is less than nothing")
    return table


def split(animals: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Each animal's own measurements decide its set, so that it stays there when more animals are added."""
    lines = animals.to_csv(index=False, header=False, float_format="%.12g", lineterminator="\n").splitlines()
    chosen = pd.Series(places(lines, SHARES), index=animals.index)
    return {name: animals.loc[chosen == name] for name in SHARES}


def write(table: pd.DataFrame, file: Path) -> None:
    """Write the whole file or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    table.to_csv(unfinished, index=False)
    unfinished.replace(file)


def preprocess(data: Path, output: Path, digest: str = "") -> dict[str, int]:
    """Write train/, validation/, test/ and facts/ under the output folder and return how many animals are in each set.

    With a digest, the data have to be those with that digest.
    """
    files = sorted(data.glob("**/*.csv"))
    if not files:
        raise DataError(f"{data}: no .csv file here")
    found = digest_of(files)
    require_digest(found, digest)
    given = pd.concat([measured(file) for file in files], ignore_index=True)
    # An animal that comes twice must not be learned and tested.
    animals = given.drop_duplicates(ignore_index=True)
    if len(animals) < FEWEST:
        raise DataError(f"{data}: {len(animals)} animals are too few, give at least {FEWEST}")
    parts = split(animals)
    for name, part in parts.items():
        write(part, output / name / f"{name}.csv")
    counts = {name: len(part) for name, part in parts.items()}
    notes = warning(len(given) - len(animals), len(given), "animals")
    write_facts(output / "facts", digest=found, rows=len(animals), sets=counts, warnings=notes)
    return counts


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("/opt/ml/processing/input/data"))
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output"))
    parser.add_argument("--digest", default="", help="the digest that the data are expected to have")
    raise SystemExit(run_preprocessing(preprocess, **vars(parser.parse_args())))
