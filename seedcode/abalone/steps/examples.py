"""Reads the tables of examples that preprocessing writes."""

from pathlib import Path

import numpy as np
import pandas as pd
import xgboost as xgb

from measurements import COLUMNS, FEATURES, NUMBERS, SEXES, encode
from support.learning import threads

TARGET = "rings"


def read_examples(folder: Path) -> pd.DataFrame:
    """All .csv files of a folder: the measurements, and the rings that were counted."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise ValueError(f"{folder}: no .csv file here")
    table = pd.concat([pd.read_csv(file) for file in files], ignore_index=True)
    refuse_bad_columns(files[0], table)
    return table


def refuse_bad_columns(file: Path, table: pd.DataFrame) -> None:
    """Stop at the first column that is missing or holds what a model cannot learn from."""
    for column in (*COLUMNS, TARGET):
        if column not in table:
            raise ValueError(f"{file}: column `{column}` is missing")
    for column in (*NUMBERS, TARGET):
        if not np.isfinite(table[column].to_numpy(dtype=float)).all():
            raise ValueError(f"{file}: column `{column}` has a missing or infinite value")
    if unknown := sorted(set(table["sex"].astype(str)) - set(SEXES)):
        raise ValueError(f"{file}: column `sex` has `{unknown[0]}`, which is none of {', '.join(SEXES)}")


def measurements(table: pd.DataFrame) -> pd.DataFrame:
    """What a request has."""
    return table.loc[:, list(COLUMNS)]


def matrix(table: pd.DataFrame) -> xgb.DMatrix:
    """Features and target."""
    encoded = encode(list(table["sex"]), table[list(NUMBERS)].to_numpy(dtype=float))
    return xgb.DMatrix(encoded, table[TARGET], feature_names=list(FEATURES), nthread=threads(len(table)))
