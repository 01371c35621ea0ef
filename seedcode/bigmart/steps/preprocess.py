"""Turns raw tables into three sets of examples, and learns how a row becomes numbers."""

import argparse
from pathlib import Path

import pandas as pd

from leakage import leaks
from reading import reading
from support.configuration import Configuration, read_configuration, write_configuration
from support.data_digest import digest_of
from support.duplicates import places, places_of_groups, warning
from support.encoding import Encoding
from support.formula import computed
from support.outcome import DataError, require_digest, run_preprocessing, write_facts
from tables import read_folder, tables

SHARES = {"train": 60, "validation": 15, "test": 25}  # percent
FEWEST_ROWS = 100
# More values than this with fewer rows than that: names or numbers rather than a category.
MANY_VALUES, FEW_ROWS = 100, 5


def split(table: pd.DataFrame, configuration: Configuration) -> dict[str, pd.DataFrame]:
    """Three sets. A row alone decides, so that one which was tested on is never learnt from later.

    With `split_by`, a set has all rows of a group or none: the model is tested on groups that it has never seen.
    """
    if len(table) < FEWEST_ROWS:
        raise DataError(f"{len(table)} different rows are too few to train and test on: give at least {FEWEST_ROWS}")
    chosen = pd.Series(chosen_sets(table, reading(configuration).split_by), index=table.index)
    sets = {name: table.loc[chosen == name] for name in SHARES}
    target = configuration.target.name
    for name, part in sets.items():
        if part.loc[:, target].nunique() < 2:
            raise DataError(f"column `{target}`: too few rows of one kind, there is only one kind to {name} on")
    return sets


def chosen_sets(table: pd.DataFrame, split_by: str) -> list[str]:
    if not split_by:
        rows = table.to_csv(index=False, header=False, float_format="%.12g", lineterminator="\n").splitlines()
        return places(rows, SHARES)
    if split_by not in table:
        raise DataError(f"column `{split_by}` is missing, by which rows are split")
    groups = table.loc[:, split_by].astype(str)
    if groups.nunique() < len(SHARES):
        raise DataError(f"column `{split_by}` has {groups.nunique()} values: at least {len(SHARES)} are needed")
    return places_of_groups(groups, SHARES)


def rare_values(table: pd.DataFrame, configuration: Configuration) -> list[str]:
    """A warning for each category that has hundreds of values that few rows share."""
    found = []
    for column in configuration.categories:
        counts = table[column.name].value_counts()
        rare = int((counts < FEW_ROWS).sum())
        if rare > MANY_VALUES:
            found.append(f"column `{column.name}`: {rare} of {len(counts)} values come fewer than {FEW_ROWS} times")
    return found


def write(sets: dict[str, pd.DataFrame], configuration: Configuration, output: Path) -> None:
    """The sets as cleaned and computed columns, and what makes numbers of them."""
    names, formulas = [column.name for column in configuration.used], configuration.formulas
    tables = {name: table.assign(**computed(table, formulas)).loc[:, names] for name, table in sets.items()}
    for name, table in tables.items():
        (output / name).mkdir(parents=True, exist_ok=True)
        table.to_csv(output / name / f"{name}.csv", index=False)
    write_configuration(configuration, output / "encoding")
    Encoding.learn(tables["train"], configuration).save(output / "encoding")


def preprocess(
    data: Path, output: Path, digest: str = "", configuration: Configuration | None = None
) -> dict[str, int]:
    """Write train/, validation/, test/, encoding/ and facts/ under the output; return how many rows are in each set.

    With a digest, the data have to be those with that digest.
    """
    configuration = configuration or read_configuration(Path(__file__).parent)
    found = digest_of(tables(data))
    require_digest(found, digest)
    given, left_out = read_folder(data, configuration)
    # A row that comes twice must not be learnt from and tested on.
    table = given.drop_duplicates(ignore_index=True)
    sets = split(table, configuration)
    write(sets, configuration, output)
    counts = {name: len(part) for name, part in sets.items()}
    notes = [
        *([f"{left_out} rows have no `{configuration.target.name}` and were left out"] if left_out else []),
        *warning(len(given) - len(table), len(given), "rows"),
        *rare_values(table, configuration),
        *leaks(table, configuration),
        *configuration.warnings,
    ]
    write_facts(output / "facts", digest=found, rows=len(table), sets=counts, warnings=notes)
    return counts


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("/opt/ml/processing/input/data"))
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output"))
    parser.add_argument("--digest", default="", help="the digest that the data are expected to have")
    raise SystemExit(run_preprocessing(preprocess, **vars(parser.parse_args())))
