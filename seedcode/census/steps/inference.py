"""Answers requests: people in, as CSV or JSON, and for each the probability of an income above 50,000 out."""

import csv
import json
import math
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import xgboost as xgb
from werkzeug.exceptions import BadRequest, HTTPException, NotAcceptable, UnsupportedMediaType
from werkzeug.wrappers import Response

from encoding import Encoding


class Model(NamedTuple):
    booster: xgb.Booster
    encoding: Encoding


def model_fn(model_dir: str) -> Model:
    """Load what the training step saved."""
    folder = Path(model_dir)
    return Model(xgb.Booster(model_file=folder / "model.ubj"), Encoding.load(folder))


def transform_fn(model: Model, body: bytes | str, content_type: str, accept: str) -> Response:
    """Answer one request. A refusal is returned with its status, because AWS's server makes 500 of every exception."""
    try:
        return answer(predict(read_rows(body, content_type), model), accept)
    except HTTPException as refusal:
        return Response(f"{refusal.description}\n", refusal.code, content_type="text/plain; charset=utf-8")


def read_rows(body: bytes | str, content_type: str) -> list[Any]:
    """Rows as lists (text/csv, in the order of the encoding) or as objects with the columns by name (JSON)."""
    try:
        text = body.decode() if isinstance(body, bytes) else body
    except UnicodeDecodeError as error:
        raise BadRequest("the body is not UTF-8 text") from error
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if kind == "text/csv":
        rows = [row for row in csv.reader(text.splitlines(), skipinitialspace=True) if row]
    elif kind == "application/json":
        rows = json_rows(text)
    else:
        raise UnsupportedMediaType(f"content type `{content_type}`: send text/csv or application/json")
    if not rows:
        raise BadRequest("the body has no rows")
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
    """One probability per row."""
    people = [person(row, number, model.encoding) for number, row in enumerate(rows, 1)]
    table = np.array([model.encoding.encode(one) for one in people], dtype=np.float32)
    return model.booster.inplace_predict(table, validate_features=False)


def person(row: list[Any] | dict[str, Any], number: int, encoding: Encoding) -> dict[str, Any]:
    """The columns of a row by name, with numbers where numbers belong."""
    names = encoding.columns
    if isinstance(row, list):
        if len(row) != len(names):
            raise BadRequest(f"row {number}: {len(row)} columns, the model has {len(names)}: {', '.join(names)}")
        row = dict(zip(names, row, strict=True))
    missing = [name for name in names if name not in row]
    if missing:
        raise BadRequest(f"row {number}: column `{missing[0]}` is missing")
    numbers = {name: as_number(row[name], f"row {number}, `{name}`") for name in encoding.numbers}
    return {name: str(row[name]).strip() for name in encoding.categories} | numbers


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
    values = [round(float(value), 4) for value in prediction]
    for kind in (part.split(";")[0].strip().lower() for part in accept.split(",")):
        if kind == "text/csv":
            return Response("".join(f"{value}\n" for value in values), content_type="text/csv")
        if kind in ("application/json", "*/*", ""):
            return Response(json.dumps({"predictions": values}), content_type="application/json")
    raise NotAcceptable(f"accept `{accept}`: ask for text/csv or application/json")
