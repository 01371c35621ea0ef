"""Turns census tables into numbers: three sets of examples, and the encoding that an endpoint needs too."""

import argparse
from pathlib import Path
from typing import Any

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.preprocessing import OneHotEncoder

from census import CATEGORIES, NUMBERS, PROTECTED, UNKNOWN, read_folder, tables
from encoding import Encoding
from support.data_digest import digest_of
from support.duplicates import places, warning
from support.outcome import DataError, require_digest, run_preprocessing, write_facts

SHARES = {"train": 60, "validation": 15, "test": 25}  # percent
FEWEST_ROWS = 200
# More values than this with fewer rows than that: names or numbers rather than a category.
MANY_VALUES, FEW_ROWS = 100, 5


def split(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Three sets. A person's own row decides, so that a person who was tested on is never learnt from later."""
    if len(table) < FEWEST_ROWS:
        raise DataError(f"{len(table)} different rows are too few to train and test on: give at least {FEWEST_ROWS}")
    rows = table.to_csv(index=False, header=False, float_format="%.12g", lineterminator="\n").splitlines()
    chosen = pd.Series(places(rows, SHARES), index=table.index)
    sets = {name: table.loc[chosen == name] for name in SHARES}
    for name, part in sets.items():
        if part.loc[:, "income"].nunique() < 2:
            raise DataError(f"column `income`: too few rows of one kind, there is only one kind to {name} on")
    return sets


def rare_values(table: pd.DataFrame) -> list[str]:
    """A warning for each category that has hundreds of values that few rows share."""
    found = []
    for name in CATEGORIES:
        counts = table[name].value_counts()
        rare = int((counts < FEW_ROWS).sum())
        if rare > MANY_VALUES:
            found.append(f"column `{name}`: {rare} of {len(counts)} values come fewer than {FEW_ROWS} times")
    return found


def learn(train: pd.DataFrame) -> tuple[ColumnTransformer, Encoding]:
    """The transformer that scikit-learn fits, and the same thing as plain data."""
    known = {name: sorted(set(train[name]) - {UNKNOWN}) for name in CATEGORIES}
    categories: Any = list(known.values())
    encoder = OneHotEncoder(categories=categories, handle_unknown="ignore", sparse_output=False)
    transformer = ColumnTransformer([("numbers", "passthrough", NUMBERS), ("categories", encoder, CATEGORIES)])
    return transformer.fit(train), Encoding(NUMBERS, known)


def examples(table: pd.DataFrame, transformer: ColumnTransformer, encoding: Encoding) -> pd.DataFrame:
    """Target, what is measured for fairness, features."""
    features = pd.DataFrame(transformer.transform(table), columns=encoding.names, index=table.index)
    return pd.concat([table[["income", *PROTECTED]], features], axis=1)


def write(sets: dict[str, pd.DataFrame], output: Path) -> None:
    """The sets as numbers, and what an endpoint needs to make such numbers."""
    transformer, encoding = learn(sets["train"])
    examples_of = {name: examples(table, transformer, encoding) for name, table in sets.items()}
    for name in (*examples_of, "encoding"):
        (output / name).mkdir(parents=True, exist_ok=True)
    for name, table in examples_of.items():
        table.to_csv(output / name / f"{name}.csv", index=False)
    encoding.save(output / "encoding")
    raw = sets["test"].head(3)[[*encoding.columns]]
    raw.to_csv(output / "encoding" / "sample.csv", index=False, header=False)


def preprocess(data: Path, output: Path, digest: str = "") -> dict[str, int]:
    """Write train/, validation/, test/, encoding/ and facts/ under the output; return how many people are in each set.

    With a digest, the data have to be those with that digest.
    """
    found = digest_of(tables(data))
    require_digest(found, digest)
    given = read_folder(data)
    # A row that comes twice must not be learned and tested.
    table = given.drop_duplicates(ignore_index=True)
    sets = split(table)
    write(sets, output)
    counts = {name: len(part) for name, part in sets.items()}
    notes = [*warning(len(given) - len(table), len(given), "rows"), *rare_values(table)]
    write_facts(output / "facts", digest=found, rows=len(table), sets=counts, warnings=notes)
    return counts


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("/opt/ml/processing/input/data"))
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output"))
    parser.add_argument("--digest", default="", help="the digest that the data are expected to have")
    raise SystemExit(run_preprocessing(preprocess, **vars(parser.parse_args())))
