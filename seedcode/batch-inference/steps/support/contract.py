"""What a model takes and what it was trained on: `configuration.json` and `profile.json` of its archive."""

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from support.errors import BatchError

CONFIGURATION, PROFILE = "configuration.json", "profile.json"
NUMBER, CATEGORY = "number", "category"
QUOTED = re.compile("`([^`]*)`")


@dataclass(frozen=True)
class Column:
    """A column of the training's schema, as far as a request has to keep to it."""

    name: str
    kind: str
    minimum: float | None = None
    maximum: float | None = None
    values: tuple[str, ...] = ()
    nullable: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Contract:
    """`columns` are what a request has, in its order. `profile` describes the training data, and may be empty."""

    columns: tuple[Column, ...]
    unknown: frozenset[str]
    target: str
    classification: bool
    profile: Mapping[str, Any]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


def read_contract(folder: Path) -> Contract:
    """From the files of an archive. A model without them cannot be used here."""
    document = read_json(folder / CONFIGURATION)
    if document is None:
        raise BatchError(
            f"the model has no {CONFIGURATION}: its rows cannot be checked. Train it with a catalog's seed"
        )
    try:
        return contract(document, read_json(folder / PROFILE) or {})
    except (KeyError, TypeError) as error:
        raise BatchError(f"the model's {CONFIGURATION} cannot be understood: {type(error).__name__} {error}") from error


def contract(document: Mapping[str, Any], profile: Mapping[str, Any]) -> Contract:
    task, data = document["task"], document.get("data", {})
    if "date" in data:
        raise BatchError(
            f"the model answers for days in a row (`{data['date']}`), and not for each row: not for batches"
        )
    wanted = requested(document["columns"])
    known = {field.name for field in fields(Column)}
    columns = tuple(
        column({name: value for name, value in given.items() if name in known})
        for given in document["columns"]
        if given["name"] in wanted and not given.get("formula")
    )
    unknown = frozenset(data.get("unknown", ())) | {""}
    return Contract(
        columns, unknown, task["target"], task["kind"] == "classification", profile.get("columns", {}) and profile
    )


def column(given: Mapping[str, Any]) -> Column:
    values: dict[str, Any] = {**given, "values": tuple(given.get("values", ()))}
    return Column(**values)


def requested(columns: list[dict[str, Any]]) -> set[str]:
    """The features that are given, and what the others are computed from."""
    found: set[str] = set()
    for column in columns:
        if column.get("feature"):
            found |= names_in(column["formula"]) if column.get("formula") else {column["name"]}
    return found


def names_in(formula: str) -> set[str]:
    """The columns of an expression such as `shell_weight / whole_weight`."""
    quoted = {f"_{place}": name for place, name in enumerate(QUOTED.findall(formula))}
    places = iter(quoted)
    parsed = ast.parse(QUOTED.sub(lambda _: next(places), formula).strip(), mode="eval")
    found = (node.id for node in ast.walk(parsed) if isinstance(node, ast.Name))
    return {quoted.get(name, name) for name in found}


def read_json(file: Path) -> dict[str, Any] | None:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
