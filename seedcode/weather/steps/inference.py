"""Answers requests: days in a row as they were measured in, the target's mean over the days after out.

From the 14th day on, each day gets a forecast: 14 days in, one number out. What a day may have is in the schema.
"""

import csv
import json
import math
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from werkzeug.exceptions import BadRequest, HTTPException, NotAcceptable, UnsupportedMediaType
from werkzeug.wrappers import Response

import model as learner
from features import MEMORY, Day, Recipe, features
from ranges import outside
from recipe import measured_columns, recipe
from support.configuration import read_configuration
from support.schema import Column


class Served(NamedTuple):
    """The model, what its features are made of, and what the schema allows."""

    model: learner.Model
    made: Recipe
    measured: tuple[Column, ...]


def model_fn(model_dir: str) -> Served:
    """Load the model that the training step saved."""
    folder = Path(model_dir)
    configuration = read_configuration(folder)
    return Served(learner.load(folder), recipe(configuration), measured_columns(configuration))


def transform_fn(model: Served, body: bytes | str, content_type: str, accept: str) -> Response:
    """Answer one request. A refusal is returned with its status, because AWS's server makes 500 of every exception."""
    try:
        return answer(predict(read_rows(body, content_type, model.made.date), model), accept)
    except HTTPException as refusal:
        return Response(f"{refusal.description}\n", refusal.code, content_type="text/plain; charset=utf-8")


def read_rows(body: bytes | str, content_type: str, date_column: str) -> list[Any]:
    """Rows as lists (text/csv, in the order of the schema) or by name (JSON, or text/csv with a header)."""
    try:
        text = body.decode() if isinstance(body, bytes) else body
    except UnicodeDecodeError as error:
        raise BadRequest("the body is not UTF-8 text") from error
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if kind == "text/csv":
        rows = csv_rows(text, date_column)
    elif kind == "application/json":
        rows = json_rows(text)
    else:
        raise UnsupportedMediaType(f"content type `{content_type}`: send text/csv or application/json")
    if not rows:
        raise BadRequest("the body has no rows")
    return rows


def csv_rows(text: str, date_column: str) -> list[Any]:
    """The rows of a table; a header, if there is one, names the columns."""
    rows = [row for row in csv.reader(text.splitlines(), skipinitialspace=True) if row]
    if rows and date_column in rows[0]:
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


def predict(rows: list[Any], served: Served) -> np.ndarray:
    """One value for each day that has MEMORY days up to and including itself."""
    days = [one_day(row, number, served) for number, row in enumerate(rows, 1)]
    refuse_gaps([day[served.made.date] for day in days])
    if len(days) < MEMORY:
        raise BadRequest(f"{len(days)} days: a forecast needs the last {MEMORY}")
    ends = range(MEMORY, len(days) + 1)
    table = np.array([features(days[end - MEMORY : end], served.made) for end in ends], dtype=np.float32)
    return learner.predict(served.model, table)


def one_day(row: list[Any] | dict[str, Any], number: int, served: Served) -> Day:
    """The columns of a row by name, as what they are."""
    columns = served.made.columns
    if isinstance(row, list):
        if len(row) != len(columns):
            raise BadRequest(f"row {number}: {len(row)} columns, a day has {len(columns)}: {', '.join(columns)}")
        row = dict(zip(columns, row, strict=True))
    missing = [name for name in columns if row.get(name) is None]
    if missing:
        raise BadRequest(f"row {number}: column `{missing[0]}` is missing")
    date_column = served.made.date
    numbers = {each.name: as_number(row[each.name], f"row {number}, `{each.name}`", each) for each in served.measured}
    return {date_column: as_date(row[date_column], f"row {number}, `{date_column}`"), **numbers}


def refuse_gaps(days: list[date]) -> None:
    """Stop at the first day that is not the one after the day before it."""
    for number, (before, day) in enumerate(pairwise(days), 2):
        if day - before != timedelta(days=1):
            raise BadRequest(f"row {number}: {day} is not the day after {before}")


def as_date(value: object, place: str) -> date:
    """A day, or a refusal that names the place."""
    try:
        return date.fromisoformat(str(value)[:10].replace("/", "-"))
    except ValueError as error:
        raise BadRequest(f"{place}: `{value}` is not a date like 2015-12-31") from error


def as_number(value: object, place: str, column: Column) -> float:
    """A finite number in the column's range, or a refusal that names the place and the rule."""
    try:
        if isinstance(value, bool):
            raise TypeError
        result = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise BadRequest(f"{place}: `{value}` is not a number") from error
    if not math.isfinite(result):
        raise BadRequest(f"{place}: `{value}` is not a finite number")
    if rule := outside(column, result):
        raise BadRequest(f"{place}: {rule}")
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
