"""Reads what an endpoint captured, or a batch wrote, as one table: a row for each row of a request.

Captured files are JSON lines: SageMaker AI Developer Guide, "Data capture". A batch is a CSV file with a header, the
columns of a request and `prediction`, and `inference_id` if labels are to be joined.
"""

import base64
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from baseline import CATEGORY, NUMBER, PREDICTION, Baseline
from errors import MonitorError

ID, TIME = "inference_id", "time"
UNKNOWN = ("", "?")


@dataclass
class Read:
    """`problems` are sentences about what could not be read, `lines` how many lines there were."""

    ids: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    predictions: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    lines: int = 0


@dataclass(frozen=True)
class Captured:
    table: pd.DataFrame
    lines: int
    problems: tuple[str, ...]


def read_captured(folder: Path, baseline: Baseline, unreadable: float) -> Captured:
    """Raises MonitorError if there is nothing, or if more than that share of the lines cannot be read."""
    names, found, batches = [column.name for column in baseline.requested], Read(), []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        if file.suffix == ".csv":
            batches.append(_batch(file, names))
        else:
            _read_lines(file, names, found)
    table = pd.DataFrame(found.rows, columns=names)
    table[ID], table[TIME], table[PREDICTION] = found.ids, found.times, found.predictions
    table = pd.concat([part for part in (table, *batches) if len(part)] or [table], ignore_index=True)
    if len(found.problems) > unreadable * found.lines:
        raise MonitorError(f"{len(found.problems):,} of {found.lines:,} captured lines: {found.problems[0]}")
    if not len(table):
        raise MonitorError("no request was captured in the period: is data capture on, and does anybody call?")
    return Captured(_typed(table, baseline), found.lines, tuple(found.problems))


def _read_lines(file: Path, names: list[str], found: Read) -> None:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        lines = ["not text"]
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found.lines += 1
        try:
            _add(json.loads(line), names, found)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            found.problems.append(f"{file.name}, line {number}, cannot be read ({type(error).__name__}: {error})")


def _add(record: dict[str, Any], names: list[str], found: Read) -> None:
    """All rows of a request. Those of a request with several have its id and their number behind it."""
    data, event = record["captureData"], record["eventMetadata"]
    rows = [_in_order(row, names) for row in _content(data["endpointInput"], "instances")]
    output = data["endpointOutput"]
    answers = _content(output, "predictions")
    if len(rows) != len(answers):
        raise ValueError(f"{len(rows)} rows and {len(answers)} answers")
    predictions = [float(answer[0] if isinstance(answer, list) else answer) for answer in answers]
    identifier = event.get("inferenceId") or event["eventId"]
    found.ids += [identifier] if len(rows) == 1 else [f"{identifier}_{place}" for place in range(len(rows))]
    found.times += [event["inferenceTime"]] * len(rows)
    found.rows += rows
    found.predictions += predictions


def _content(side: dict[str, Any], member: str) -> list[Any]:
    """The rows of a request or an answer."""
    text = side["data"]
    if side["encoding"] == "BASE64":
        text = base64.b64decode(text, validate=True).decode()
    as_json = side["encoding"] == "JSON" or "json" in side.get("observedContentType", "")
    return json.loads(text)[member] if as_json else _cells(text)


def _cells(text: str) -> list[list[str]]:
    """Quoted cells are rare, and csv is slow for one line at a time."""
    if '"' not in text:
        return [[cell.strip() for cell in line.split(",")] for line in text.splitlines() if line.strip()]
    table = pd.read_csv(io.StringIO(text), header=None, dtype=str, keep_default_na=False, skipinitialspace=True)
    return table.to_numpy().tolist()


def _in_order(row: Any, names: list[str]) -> list[Any]:
    found = [row[name] for name in names] if isinstance(row, dict) else row
    if len(found) != len(names):
        raise ValueError(f"{len(found)} columns, the model has {len(names)}")
    return found


def _batch(file: Path, names: list[str]) -> pd.DataFrame:
    try:
        table = pd.read_csv(file, dtype=str, keep_default_na=False)
    except (ValueError, UnicodeDecodeError) as error:
        raise MonitorError(f"{file.name} cannot be read as CSV: {error}") from error
    if lost := [name for name in (*names, PREDICTION) if name not in table]:
        raise MonitorError(f"{file.name} has no column `{lost[0]}`: {', '.join((*names, PREDICTION))} are needed")
    table[ID] = table[ID] if ID in table else [f"{file.stem}_{place}" for place in range(len(table))]
    table[TIME] = table.get(TIME, "")
    return table


def _typed(table: pd.DataFrame, baseline: Baseline) -> pd.DataFrame:
    """Numbers as numbers, texts as texts, and None for what is not known."""
    kinds: dict[str, Callable[[pd.Series], pd.Series]] = {NUMBER: _numbers, CATEGORY: _texts}
    typed = {column.name: kinds[column.kind](table[column.name]) for column in baseline.requested}  # type: ignore[arg-type]
    predictions = _numbers(table[PREDICTION])  # type: ignore[arg-type]
    if predictions.isna().any():
        raise MonitorError("a prediction is no number: the monitor reads the first value of each answer")
    others = {name: table[name] for name in table if name not in typed}
    return pd.DataFrame(others | typed | {PREDICTION: predictions})


def _numbers(values: pd.Series) -> pd.Series:
    return pd.to_numeric(values, errors="coerce").astype(float)  # type: ignore[union-attr]


def _texts(values: pd.Series) -> pd.Series:
    """`3.0` of JSON is `3`, as for the model."""
    plain = values.map(lambda value: int(value) if isinstance(value, float) and value.is_integer() else value)
    texts = plain.map(lambda value: None if value is None else str(value).strip()).astype(object)
    return texts.where(~texts.isin(UNKNOWN), None)
