"""Reads the tables of examples that preprocessing writes."""

from pathlib import Path

import numpy as np
import pandas as pd

from model import Examples
from support.configuration import Configuration
from support.encoding import Encoding
from support.schema import CATEGORY, NUMBER


def read_examples(folder: Path, configuration: Configuration) -> pd.DataFrame:
    """All .csv files of a folder: the columns of the schema that are not ignored, and the target as a number."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise ValueError(f"{folder}: no .csv file here")
    target = configuration.target.name
    texts = {column.name: str for column in configuration.used if column.kind == CATEGORY and column.name != target}
    # Only an empty cell is a missing one: `NA` may be a category.
    parts = [pd.read_csv(file, dtype=texts, keep_default_na=False, na_values=[""]) for file in files]  # type: ignore[arg-type]
    table = pd.concat(parts, ignore_index=True)
    refuse_bad_columns(files[0], table, configuration)
    return table


def refuse_bad_columns(file: Path, table: pd.DataFrame, configuration: Configuration) -> None:
    """Stop at the first column that is missing or holds what a model cannot learn from."""
    for column in configuration.used:
        if column.name not in table:
            raise ValueError(f"{file}: column `{column.name}` is missing")
        if column.kind == NUMBER and np.isinf(table[column.name].to_numpy(dtype=float)).any():
            raise ValueError(f"{file}: column `{column.name}` has an infinite value")
    target = table.loc[:, configuration.target.name]
    if configuration.classification and not set(target) <= {0, 1}:
        raise ValueError(f"{file}: column `{target.name}` has a value that is not 0 or 1")
    if target.isna().any():
        raise ValueError(f"{file}: column `{target.name}` has a missing value")


def examples(table: pd.DataFrame, encoding: Encoding, configuration: Configuration) -> Examples:
    """What the model learns from: features and target."""
    return Examples(encoding.encode(table), table[configuration.target.name].to_numpy(dtype=np.float64))
