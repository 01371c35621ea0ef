"""Answers requests: days in a row as they were measured in, the mean daily maximum of the three days after out, in °C.

From the 14th day on, each day gets a forecast: 14 days in, one number out.
"""

import csv
import json
import math
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import xgboost as xgb
from werkzeug.exceptions import BadRequest, HTTPException, NotAcceptable, UnsupportedMediaType
from werkzeug.wrappers import Response

from features import MEASUREMENTS, MEMORY, NAMES, Day, features
from line import Line

COLUMNS = ("date", *MEASUREMENTS)


class Model(NamedTuple):
    """A line, and trees on what it leaves over, if there are any."""

    booster: xgb.Booster
    line: Line


def model_fn(model_dir: str) -> Model:
    """Load the model that the training step saved."""
    booster = xgb.Booster(model_file=Path(model_dir) / "model.ubj")
    return Model(booster, Line(**json.loads(booster.attr("line") or "")))


def transform_fn(model: Model, body: bytes | str, content_type: str, accept: str) -> Response:
    """Answer one request. A refusal is returned with its status, because AWS's server makes 500 of every exception."""
    try:
        return answer(predict(read_rows(body, content_type), model), accept)
    except HTTPException as refusal:
        return Response(f"{refusal.description}\n", refusal.code, content_type="text/plain; charset=utf-8")


def read_rows(body: bytes | str, content_type: str) -> list[Any]:
    """Rows as lists (text/csv, in the order of COLUMNS) or by name (JSON, or text/csv with a header)."""
    try:
        text = body.decode() if isinstance(body, bytes) else body
    except UnicodeDecodeError as error:
        raise BadRequest("the body is not UTF-8 text") from error
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if kind == "text/csv":
        rows = csv_rows(text)
    elif kind == "application/json":
        rows = json_rows(text)
    else:
        raise UnsupportedMediaType(f"content type `{content_type}`: send text/csv or application/json")
    if not rows:
        raise BadRequest("the body has no rows")
    return rows


def csv_rows(text: str) -> list[Any]:
    """The rows of a table; a header, if there is one, names the columns."""
    rows = [row for row in csv.reader(text.splitlines(), skipinitialspace=True) if row]
    if rows and "date" in rows[0]:
        return [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
    return rows


def json_rows(text: str) -> list[Any]:
    """The rows of {"instances": [...]}."""
    try:
        rows = json.loads(text)["instances"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadRequest('the body is not JSON of the form {"instances": [...]}') from error
    if not isinstance(rows, list) or not all(isinstance(row, (list, dict)) for row in rows):
        raise BadRequest("`instances` must be a list of objects or lists")
    return rows


def predict(rows: list[Any], model: Model) -> np.ndarray:
    """One temperature for each day that has MEMORY days up to and including itself."""
    days = [one_day(row, number) for number, row in enumerate(rows, 1)]
    refuse_gaps(days)
    if len(days) < MEMORY:
        raise BadRequest(f"{len(days)} days: a forecast needs the last {MEMORY}")
    table = np.array([features(days[end - MEMORY : end]) for end in range(MEMORY, len(days) + 1)])
    start = model.line.predict(table, NAMES)
    return model.booster.inplace_predict(table, base_margin=start, validate_features=False)


def one_day(row: list[Any] | dict[str, Any], number: int) -> Day:
    """The columns of a row by name, as what they are."""
    if isinstance(row, list):
        if len(row) != len(COLUMNS):
            raise BadRequest(f"row {number}: {len(row)} columns, a day has {len(COLUMNS)}: {', '.join(COLUMNS)}")
        row = dict(zip(COLUMNS, row, strict=True))
    missing = [name for name in COLUMNS if row.get(name) is None]
    if missing:
        raise BadRequest(f"row {number}: column `{missing[0]}` is missing")
    numbers = {name: as_number(row[name], f"row {number}, `{name}`") for name in MEASUREMENTS}
    return {"date": as_date(row["date"], f"row {number}, `date`"), **numbers}


def refuse_gaps(days: list[Day]) -> None:
    """Stop at the first day that is not the one after the day before it."""
    for number, (before, day) in enumerate(pairwise(days), 2):
        if day["date"] - before["date"] != timedelta(days=1):
            raise BadRequest(f"row {number}: {day['date']} is not the day after {before['date']}")


def as_date(value: object, place: str) -> date:
    """A day, or a refusal that names the place."""
    try:
        return date.fromisoformat(str(value)[:10].replace("/", "-"))
    except ValueError as error:
        raise BadRequest(f"{place}: `{value}` is not a date like 2015-12-31") from error


def as_number(value: object, place: str) -> float:
    """A finite number, or a refusal that names the place."""
    try:
        result = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise BadRequest(f"{place}: `{value}` is not a number") from error
    if not math.isfinite(result):
        raise BadRequest(f"{place}: `{value}` is not a finite number")
    return result


def answer(prediction: np.ndarray, accept: str) -> Response:
    """One number per line (text/csv), or {"predictions": [...]}."""
    values = [round(float(value), 3) for value in prediction]
    for kind in (part.split(";")[0].strip().lower() for part in accept.split(",")):
        if kind == "text/csv":
            return Response("".join(f"{value}\n" for value in values), content_type="text/csv")
        if kind in ("application/json", "*/*", ""):
            return Response(json.dumps({"predictions": values}), content_type="application/json")
    raise NotAcceptable(f"accept `{accept}`: ask for text/csv or application/json")
