"""Golden requests: a few rows with their answers. An endpoint that serves this model has to give the same ones."""

import json
from typing import Any

import numpy as np
import pandas as pd

from inference import CSV, JSON, csv_lines, rounded
from support.configuration import Configuration
from support.schema import NUMBER
from support.threshold import Decision


def golden_requests(
    rows: pd.DataFrame, prediction: np.ndarray, configuration: Configuration, decision: Decision | None = None
) -> dict[str, Any]:
    """The first, the middle and the last row, as CSV and by name, and the first row that has a missing value."""
    columns = [column.name for column in configuration.requested]
    chosen = places(rows.loc[:, columns])
    named = [named_row(row, configuration) for row in rows[columns].iloc[chosen].itertuples(index=False, name=None)]
    answers: dict[str, Any] = {"predictions": [rounded(value) for value in prediction[chosen]]}
    if decision is not None:
        answers["labels"] = decision.labels(prediction[chosen])
    lines = csv_lines([tuple("" if value is None else value for value in row.values()) for row in named])
    by_name = json.dumps({"instances": named}, ensure_ascii=False)
    return {
        "requests": [
            {"name": "rows as CSV", "content_type": CSV, "accept": CSV, "body": lines, **answers},
            {"name": "rows by name", "content_type": JSON, "accept": JSON, "body": by_name, **answers},
        ]
    }


def places(rows: pd.DataFrame) -> list[int]:
    incomplete = np.flatnonzero(rows.isna().any(axis=1).to_numpy())[:1]
    return sorted({0, len(rows) // 2, len(rows) - 1, *map(int, incomplete)})


def named_row(row: tuple[Any, ...], configuration: Configuration) -> dict[str, Any]:
    """The row as a request has it: whole numbers without a point, None for what is missing."""
    return {
        column.name: None if pd.isna(value) else as_number(value) if column.kind == NUMBER else str(value)
        for column, value in zip(configuration.requested, row, strict=True)
    }


def as_number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else float(value)
