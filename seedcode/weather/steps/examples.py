"""Reads the tables of examples that preprocessing writes."""

from pathlib import Path

import numpy as np
import pandas as pd
import xgboost as xgb

from features import NAMES
from line import Line
from support.learning import threads


def read_examples(folder: Path) -> pd.DataFrame:
    """All .csv files of a folder: the columns date and target, every other column is a feature."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise ValueError(f"{folder}: no .csv file here")
    table = pd.concat([pd.read_csv(file) for file in files], ignore_index=True)
    for column in ("date", "target", *NAMES):
        if column not in table:
            raise ValueError(f"{files[0]}: column `{column}` is missing")
    for column in table.columns.drop("date"):
        if not np.isfinite(table[column].to_numpy(dtype=float)).all():
            raise ValueError(f"{files[0]}: column `{column}` has a missing or infinite value")
    return table


def features(table: pd.DataFrame) -> pd.DataFrame:
    """The columns that the model sees."""
    return table.loc[:, list(NAMES)]


def matrix(table: pd.DataFrame, line: Line) -> xgb.DMatrix:
    """Features, target and, as base margin, the line's prediction: trees learn only what it leaves over."""
    seen = features(table)
    start = line.predict(seen.to_numpy(dtype=float), NAMES)
    return xgb.DMatrix(seen, table["target"], base_margin=start, nthread=threads(len(table)))
