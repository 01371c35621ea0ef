"""Reads the tables of examples that preprocessing writes."""

from pathlib import Path

import numpy as np
import pandas as pd
import xgboost as xgb

from learning import threads

START = "temp_max"  # the model predicts how far the next days will be from today


def read_examples(folder: Path) -> pd.DataFrame:
    """All .csv files of a folder: the columns date and target, every other column is a feature."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise ValueError(f"{folder}: no .csv file here")
    table = pd.concat([pd.read_csv(file) for file in files], ignore_index=True)
    for column in ("date", "target", START):
        if column not in table:
            raise ValueError(f"{files[0]}: column `{column}` is missing")
    for column in table.columns.drop("date"):
        if not np.isfinite(table[column].to_numpy(dtype=float)).all():
            raise ValueError(f"{files[0]}: column `{column}` has a missing or infinite value")
    return table


def features(table: pd.DataFrame) -> pd.DataFrame:
    """The columns that the model sees."""
    return table.drop(columns=["date", "target"])


def matrix(table: pd.DataFrame) -> xgb.DMatrix:
    """Features, target and, as base margin, today's temperature: zero trees already predict persistence."""
    return xgb.DMatrix(features(table), table["target"], base_margin=table[START], nthread=threads(len(table)))
