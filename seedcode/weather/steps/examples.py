"""Reads the tables of examples that preprocessing writes."""

from pathlib import Path

import numpy as np
import pandas as pd

from features import Recipe
from model import Examples


def read_examples(folder: Path, made: Recipe) -> pd.DataFrame:
    """All .csv files of a folder: the columns date, answer and features."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise ValueError(f"{folder}: no .csv file here")
    table = pd.concat([pd.read_csv(file) for file in files], ignore_index=True)
    numbers = (made.answer, *made.names)
    for column in (made.date, *numbers):
        if column not in table:
            raise ValueError(f"{files[0]}: column `{column}` is missing")
    for column in numbers:
        if not np.isfinite(table[column].to_numpy(dtype=float)).all():
            raise ValueError(f"{files[0]}: column `{column}` has a missing or infinite value")
    return table


def features(table: pd.DataFrame, made: Recipe) -> np.ndarray:
    """What the model sees, in the order of the recipe's names."""
    return table[list(made.names)].to_numpy(dtype=np.float32)


def arrays(table: pd.DataFrame, made: Recipe) -> Examples:
    """What the model learns from."""
    line = tuple(made.names.index(name) for name in made.line)
    return Examples(features(table, made), table[made.answer].to_numpy(dtype=float), line)
