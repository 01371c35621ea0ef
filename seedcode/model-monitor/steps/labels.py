"""Labels that arrive later, joined to what the model answered by the inference id."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from baseline import TRUTH, Baseline
from captured import ID
from errors import MonitorError

LABEL = "label"


@dataclass(frozen=True)
class Labelled:
    """`table` are the captured rows whose label has arrived, with `truth` and the other columns of the labels."""

    table: pd.DataFrame
    labels: int


def join_labels(captured: pd.DataFrame, folder: Path, baseline: Baseline) -> Labelled:
    """Raises MonitorError for a file without the two columns, or with a label that is none."""
    files = [_read(file) for file in sorted(folder.rglob("*.csv"))]
    if not files:
        return Labelled(captured.iloc[:0].assign(**{TRUTH: np.array([], dtype=float)}), 0)
    # A label that was corrected is in a later file.
    labels = pd.concat(files, ignore_index=True).drop_duplicates(ID, keep="last")
    new = [ID, LABEL, *[name for name in labels if name not in captured and name != LABEL]]
    table = captured.merge(labels[new], on=ID, how="inner")
    return Labelled(table.assign(**{TRUTH: _truth(table[LABEL], baseline)}), len(labels))  # type: ignore[arg-type]


def _read(file: Path) -> pd.DataFrame:
    try:
        table = pd.read_csv(file, dtype=str, keep_default_na=False)
    except (ValueError, UnicodeDecodeError) as error:
        raise MonitorError(f"labels: {file.name} cannot be read as CSV: {error}") from error
    if lost := [name for name in (ID, LABEL) if name not in table]:
        raise MonitorError(f"labels: {file.name} has no column `{lost[0]}`: `{ID}` and `{LABEL}` are needed")
    return table.astype(object)


def _truth(labels: pd.Series, baseline: Baseline) -> np.ndarray:
    """1 for the positive label of a classification and 0 for any other; the number of a regression."""
    if baseline.threshold is None:
        numbers: np.ndarray = pd.to_numeric(labels, errors="coerce").to_numpy(dtype=float)  # type: ignore[union-attr]
        if np.isnan(numbers).any():
            raise MonitorError(f"labels: `{labels.loc[np.isnan(numbers)].iloc[0]}` is no number")
        return numbers
    _refuse_other_words(labels, baseline)
    return labels.isin([baseline.positive, "1", "1.0"]).to_numpy(dtype=float)


def _refuse_other_words(labels: pd.Series, baseline: Baseline) -> None:
    """If nothing is positive, somebody spells the label in another way."""
    if len(labels) >= baseline_rows_needed(baseline) and not labels.isin([baseline.positive, "1", "1.0"]).any():
        found = ", ".join(f"`{value}`" for value in _several(labels))
        raise MonitorError(f"labels: none of {len(labels):,} is `{baseline.positive}` or 1; there are {found}")


def baseline_rows_needed(baseline: Baseline) -> int:
    """So many that one positive label at least would be among them."""
    share = float(np.mean(baseline.rows[TRUTH] == 1))
    return int(10 / share) if share else len(baseline.rows)


def _several(labels: pd.Series) -> Iterator[str]:
    yield from (str(value) for value in labels.unique()[:3])
