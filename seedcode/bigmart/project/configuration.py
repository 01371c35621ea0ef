"""Reads what people edit, `project.toml` and `schema.json`, into the configuration that the steps are given."""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "steps"))

from support.configuration import Configuration, from_document, to_document
from support.errors import ConfigurationError

ROOT = Path(__file__).parents[1]
SETTINGS, SCHEMA = "project.toml", "schema.json"
FROM_SCHEMA = "from_schema.csv"  # a table that a schema was filled with, to try things out: nothing to learn from


def read_project(root: Path = ROOT) -> Configuration:
    """The configuration of the repository, or an error that names the file and the key."""
    schema = _json(root / SCHEMA)
    if set(schema) != {"columns"}:
        raise ConfigurationError(SCHEMA, 'has to be {"columns": [...]}')
    return from_document({**_toml(root / SETTINGS), **schema})


def compiled(configuration: Configuration) -> bytes:
    """`configuration.json`, as it is beside the steps wherever they run: the same text for the same configuration."""
    return f"{json.dumps(to_document(configuration), indent=1, ensure_ascii=False)}\n".encode()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        hint = "`make new DATA=file.csv TARGET=column` writes it"
        raise ConfigurationError(file.name, "no such file", hint) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(file.name, f"is not UTF-8, at byte {error.start + 1}") from error


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(file.name, f"is not TOML, {error}") from error


def _json(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(_text(file))
    except json.JSONDecodeError as error:
        raise ConfigurationError(file.name, f"is not JSON, {error}") from error
    return document if isinstance(document, dict) else {}
