"""Turns census tables into numbers: three sets of examples, and the encoding that an endpoint needs too."""

import argparse
from pathlib import Path

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder

from census import CATEGORIES, NUMBERS, PROTECTED, UNKNOWN, DataError, read_folder
from encoding import Encoding

TEST_SHARE, VALIDATION_SHARE = 0.25, 0.15
FEWEST_ROWS = 200
SEED = 7


def split(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Three sets with the same share of high incomes. Equal rows end up in the same set only by chance."""
    if len(table) < FEWEST_ROWS:
        raise DataError(f"{len(table)} rows are too few to train and test on: give at least {FEWEST_ROWS}")
    try:
        rest, test = train_test_split(table, test_size=TEST_SHARE, stratify=table["income"], random_state=SEED)
        share = VALIDATION_SHARE / (1 - TEST_SHARE)
        train, validation = train_test_split(rest, test_size=share, stratify=rest["income"], random_state=SEED)
    except ValueError as error:
        raise DataError(f"column `income`: too few rows of one kind to split ({error})") from error
    return {"train": train, "validation": validation, "test": test}


def learn(train: pd.DataFrame) -> tuple[ColumnTransformer, Encoding]:
    """The transformer that scikit-learn fits, and the same thing as plain data."""
    known = {name: sorted(set(train[name]) - {UNKNOWN}) for name in CATEGORIES}
    encoder = OneHotEncoder(categories=list(known.values()), handle_unknown="ignore", sparse_output=False)
    transformer = ColumnTransformer([("numbers", "passthrough", NUMBERS), ("categories", encoder, CATEGORIES)])
    return transformer.fit(train), Encoding(NUMBERS, known)


def examples(table: pd.DataFrame, transformer: ColumnTransformer, encoding: Encoding) -> pd.DataFrame:
    """Target, what is measured for fairness, features."""
    features = pd.DataFrame(transformer.transform(table), columns=encoding.names, index=table.index)
    return pd.concat([table[["income", *PROTECTED]], features], axis=1)


def preprocess(data: Path, output: Path) -> dict[str, int]:
    """Write train/, validation/, test/ and encoding/ under the output; return how many people are in each set."""
    sets = split(read_folder(data))
    transformer, encoding = learn(sets["train"])
    tables = {name: examples(table, transformer, encoding) for name, table in sets.items()}
    for name in (*tables, "encoding"):
        (output / name).mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.to_csv(output / name / f"{name}.csv", index=False)
    encoding.save(output / "encoding")
    raw = sets["test"].head(3)[[*encoding.columns]]
    raw.to_csv(output / "encoding" / "sample.csv", index=False, header=False)
    return {name: len(table) for name, table in tables.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("/opt/ml/processing/input/data"))
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output"))
    print(preprocess(**vars(parser.parse_args())))
