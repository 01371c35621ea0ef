"""Answers requests: rows in, as CSV or JSON, and for each a value, or a probability and its label, out."""

import csv
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

from werkzeug.exceptions import BadRequest, HTTPException, NotAcceptable, UnsupportedMediaType
from werkzeug.wrappers import Response

import model
from support.cells import MISSING, category, number
from support.configuration import Configuration, read_configuration
from support.encoding import Encoding
from support.formula import computed
from support.schema import NUMBER, Column
from support.threshold import Decision, read_decision

DIGITS = 6  # of an answer
CSV, JSON = "text/csv", "application/json"


class Served(NamedTuple):
    """A model with what it needs to answer. A regression has no decision to make."""

    model: Any
    encoding: Encoding
    configuration: Configuration
    decision: Decision | None


def model_fn(model_dir: str) -> Served:
    """Load what the training step saved."""
    folder = Path(model_dir)
    configuration = read_configuration(folder)
    decision = read_decision(folder) if configuration.classification else None
    return Served(model.load(folder), Encoding.load(folder), configuration, decision)


def transform_fn(served: Served, body: bytes | str, content_type: str, accept: str) -> Response:
    """Answer one request. A refusal is returned with its status, because AWS's server makes 500 of every exception."""
    try:
        return answer(predict(read_rows(body, content_type), served), accept)
    except HTTPException as refusal:
        return Response(f"{refusal.description}\n", refusal.code, content_type="text/plain; charset=utf-8")


def read_rows(body: bytes | str, content_type: str) -> list[Any]:
    """Rows as lists (text/csv, in the order of the schema) or as objects with the columns by name (JSON)."""
    try:
        text = body.decode() if isinstance(body, bytes) else body
    except UnicodeDecodeError as error:
        raise BadRequest("the body is not UTF-8 text") from error
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if kind == CSV:
        rows = [row for row in csv.reader(io.StringIO(text), skipinitialspace=True) if row]
    elif kind == JSON:
        rows = json_rows(text)
    else:
        raise UnsupportedMediaType(f"content type `{content_type}`: send {CSV} or {JSON}")
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


def predict(rows: list[Any], served: Served) -> dict[str, list[Any]]:
    """`predictions`, and `labels` of a classification; a list of one value per row each."""
    columns = served.configuration.requested
    unknown = set(served.configuration.data.get("unknown", ())) | {""}
    checked = [row_values(row, f"row {place}", columns, unknown) for place, row in enumerate(rows, 1)]
    table: dict[str, Any] = {
        column.name: values for column, values in zip(columns, zip(*checked, strict=True), strict=True)
    }
    table |= computed(table, served.configuration.formulas)
    prediction = model.predict(served.model, served.encoding.encode(table))
    found: dict[str, list[Any]] = {"predictions": [rounded(value) for value in prediction]}
    return found if served.decision is None else found | {"labels": served.decision.labels(prediction)}


def rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def row_values(row: Any, place: str, columns: tuple[Column, ...], unknown: set[str]) -> list[Any]:
    """The row in the order of the columns, or a refusal that names the row, the column and the rule."""
    names = [column.name for column in columns]
    if isinstance(row, list):
        if len(row) != len(names):
            raise BadRequest(f"{place}: {len(row)} columns, the model has {len(names)}: {', '.join(names)}")
        row = dict(zip(names, row, strict=True))
    if missing := [name for name in names if name not in row]:
        raise BadRequest(f"{place}: column `{missing[0]}` is missing")
    return [cell_value(row[column.name], f"{place}, `{column.name}`", column, unknown) for column in columns]


def cell_value(value: object, place: str, column: Column, unknown: set[str]) -> float | str | None:
    """A number, a text, or None where the value is missing and may be."""
    if value is None or (isinstance(value, str) and value.strip() in unknown):
        if column.nullable:
            return None
        raise BadRequest(f"{place}: {MISSING}")
    try:
        return number(value, column) if column.kind == NUMBER else category(value, column)
    except ValueError as error:
        raise BadRequest(f"{place}: {error}") from error


def answer(found: dict[str, list[Any]], accept: str) -> Response:
    """One line per row (text/csv), or one JSON object with a list of predictions."""
    for kind in (part.split(";")[0].strip().lower() for part in accept.split(",")):
        if kind == CSV:
            return Response(csv_lines(list(zip(*found.values(), strict=True))), content_type=CSV)
        if kind in (JSON, "*/*", ""):
            return Response(json.dumps(found), content_type=JSON)
    raise NotAcceptable(f"accept `{accept}`: ask for {CSV} or {JSON}")


def csv_lines(rows: list[tuple[Any, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
