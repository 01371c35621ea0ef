"""Answers requests: CSV or JSON rows of measurements in, the number of rings out. The age is 1.5 years more."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import xgboost as xgb
from werkzeug.exceptions import BadRequest, HTTPException, NotAcceptable, UnsupportedMediaType
from werkzeug.wrappers import Response

from measurements import COLUMNS, NUMBERS, SEXES, encode


def model_fn(model_dir: str) -> xgb.Booster:
    """Load the model that the training step saved."""
    return xgb.Booster(model_file=Path(model_dir) / "model.ubj")


def transform_fn(model: xgb.Booster, body: bytes | str, content_type: str, accept: str) -> Response:
    """Answer one request. A refusal is returned with its status, because AWS's server makes 500 of every exception."""
    try:
        return answer(predict(read_rows(body, content_type), model), accept)
    except HTTPException as refusal:
        return Response(f"{refusal.description}\n", refusal.code, content_type="text/plain; charset=utf-8")


def read_rows(body: bytes | str, content_type: str) -> list[Any]:
    """Rows as lists (text/csv, in the order of COLUMNS) or as objects with the columns by name (JSON)."""
    try:
        text = body.decode() if isinstance(body, bytes) else body
    except UnicodeDecodeError as error:
        raise BadRequest("the body is not UTF-8 text") from error
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if kind == "text/csv":
        rows = [line.split(",") for line in text.splitlines() if line.strip()]
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


def predict(rows: list[Any], model: xgb.Booster) -> np.ndarray:
    """A number of rings per row."""
    animals = [animal(row, number) for number, row in enumerate(rows, 1)]
    sexes, numbers = [sex for sex, _ in animals], np.array([values for _, values in animals])
    return model.inplace_predict(encode(sexes, numbers), validate_features=False)


def animal(row: list[Any] | dict[str, Any], number: int) -> tuple[str, list[float]]:
    """The sex and the measurements of one row."""
    if isinstance(row, dict):
        missing = [name for name in COLUMNS if name not in row]
        if missing:
            raise BadRequest(f"row {number}: column `{missing[0]}` is missing")
        row = [row[name] for name in COLUMNS]
    if len(row) != len(COLUMNS):
        raise BadRequest(f"row {number}: {len(row)} columns, the model has {len(COLUMNS)}: {', '.join(COLUMNS)}")
    sex = str(row[0]).strip(' "')
    if sex not in SEXES:
        raise BadRequest(f"row {number}, `sex`: `{row[0]}` is none of {', '.join(SEXES)}")
    return sex, [as_number(value, f"row {number}, `{name}`") for value, name in zip(row[1:], NUMBERS, strict=True)]


def as_number(value: object, place: str) -> float:
    """A finite number, or a refusal that names the place."""
    try:
        result = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise BadRequest(f"{place}: `{value}` is not a number") from error
    if not math.isfinite(result):
        raise BadRequest(f"{place}: `{value}` is not a finite number")
    if result < 0:
        raise BadRequest(f"{place}: `{value}` is less than nothing")
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
