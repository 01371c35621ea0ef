"""What the training left for the monitor: what the model was tested on, and how good it was."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from errors import MonitorError

FILE, ROWS = "baseline.json", "reference.csv"
NUMBER, CATEGORY = "number", "category"
PREDICTION, TRUTH = "prediction", "truth"


@dataclass(frozen=True)
class Column:
    """`requested` columns are in every request, in this order; others come with the labels if at all."""

    name: str
    kind: str
    requested: bool = True
    protected: bool = False


@dataclass(frozen=True)
class Baseline:
    """`rows` are the rows that the model was tested on: the columns, and its `prediction` and the `truth` for each.

    `threshold` is None for a regression. `metric` has name, value and direction.
    """

    columns: tuple[Column, ...]
    rows: pd.DataFrame
    metric: Mapping[str, Any]
    threshold: float | None
    positive: str
    model: Mapping[str, Any]

    @property
    def requested(self) -> list[Column]:
        return [column for column in self.columns if column.requested]

    @property
    def protected(self) -> list[Column]:
        return [column for column in self.columns if column.protected]


def read_baseline(folder: Path) -> Baseline:
    """Raises MonitorError if the two files are not there or not as a training writes them."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        columns = tuple(Column(**each) for each in found["columns"])
        texts = {column.name: str for column in columns if column.kind == CATEGORY}
        rows = pd.read_csv(folder / ROWS, dtype=texts, keep_default_na=False, na_values=[""])  # type: ignore[arg-type]
        known = {"metric": found["metric"], "threshold": found["threshold"], "positive": found["positive"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MonitorError(f"the model's baseline cannot be read ({type(error).__name__}: {error})") from error
    if lost := [name for name in (*texts, PREDICTION, TRUTH) if name not in rows]:
        raise MonitorError(f"the model's baseline: {ROWS} has no column `{lost[0]}`")
    return Baseline(columns, rows, model=found.get("model", {}), **known)
