"""Reads the tables of examples that preprocessing writes."""

from pathlib import Path

import pandas as pd
import xgboost as xgb

from support.learning import threads

TARGET = "income"
PROTECTED = ["sex", "race"]


def read_examples(folder: Path) -> pd.DataFrame:
    """All .csv files of a folder: the income, two columns that are only measured, and the features."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise ValueError(f"{folder}: no .csv file here")
    table = pd.concat([pd.read_csv(file) for file in files], ignore_index=True)
    for column in (TARGET, *PROTECTED):
        if column not in table:
            raise ValueError(f"{files[0]}: column `{column}` is missing")
    if table.loc[:, TARGET].isna().any() or not set(table[TARGET]) <= {0, 1}:
        raise ValueError(f"{files[0]}: column `{TARGET}` has a value that is not 0 or 1")
    return table


def features(table: pd.DataFrame) -> pd.DataFrame:
    """The columns that the model sees."""
    return table.drop(columns=[TARGET, *PROTECTED])


def matrix(table: pd.DataFrame) -> xgb.DMatrix:
    return xgb.DMatrix(features(table), table[TARGET], nthread=threads(len(table)))
