"""Reads one YAML 1.2 file into a validated model; every error names the file, the line and a fix."""

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError

from scripts.errors import ConfigurationError

LONGEST_VALUE = 60


class Document(BaseModel):
    """The base of all configuration files: frozen, no coercion, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


DocumentModel = TypeVar("DocumentModel", bound=Document)


def read_document(path: Path, model: type[DocumentModel], place: str) -> DocumentModel:
    """The file at `path` as a `model`; errors name it by `place`, its path in the checkout.

    Raises ConfigurationError for YAML that cannot be parsed, duplicate or unknown keys and illegal values.
    """
    content = _parse(path, place)
    try:
        return model.model_validate(_plain(content))
    except ValidationError as error:
        # A misspelt key is unknown and, under its right name, missing: the former error is the more useful one.
        first = min(error.errors(), key=lambda item: item["type"] != "extra_forbidden")
        raise _configuration_error(first, content, model, place) from None


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that a person who typed `word` most likely meant."""
    matches = difflib.get_close_matches(word, list(candidates), n=1)
    return matches[0] if matches else None


def suggestion(word: str, candidates: Iterable[str]) -> str:
    """A hint that names the nearest candidate, or all of them when none is near."""
    known = sorted(candidates)
    meant = nearest(word, known)
    return f"did you mean `{meant}`?" if meant else f"one of: {', '.join(known)}"


def _parse(path: Path, place: str) -> CommentedMap:
    reader = YAML(typ="rt")
    reader.allow_duplicate_keys = False
    try:
        content = reader.load(path.read_text(encoding="utf-8"))
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        key = str(error.problem).split('"')[1]
        raise ConfigurationError(f"{place}:{line}: duplicate key `{key}`", hint="keep one of the two") from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigurationError(f"{place}:{line}: {error.problem}", hint="this is not YAML 1.2") from None
    if not isinstance(content, CommentedMap):
        raise ConfigurationError(f"{place}:1: the file has no keys", hint="see portfolios/environments/example.yaml")
    return content


def _plain(node: object) -> object:
    """Round-trip nodes as the types that strict validation expects."""
    match node:
        case CommentedMap():
            return {str(key): _plain(value) for key, value in node.items()}
        case CommentedSeq():
            return [_plain(value) for value in node]
        case str():
            return str(node)
        case bool() | None:
            return node
        case int():
            return int(node)
        case _:
            return node


def _configuration_error(
    error: ErrorDetails, content: CommentedMap, model: type[Document], place: str
) -> ConfigurationError:
    location = error["loc"]
    where = f"{place}:{_line(content, location)}"
    name = ".".join(str(part) for part in location)
    if error["type"] == "extra_forbidden":
        known = _keys(model, location[:-1])
        return ConfigurationError(f"{where}: unknown key `{location[-1]}`", hint=suggestion(str(location[-1]), known))
    if error["type"] == "missing":
        return ConfigurationError(f"{where}: key `{name}` is missing", hint=_expectation(model, location))
    problem, _, hint = error["msg"].removeprefix("Value error, ").partition("; ")
    value = "" if isinstance(error["input"], dict | list | Document) else f" (found {_shortened(error['input'])})"
    return ConfigurationError(f"{where}: `{name}`: {problem}{value}", hint=hint or _expectation(model, location))


def _shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _line(content: object, location: Sequence[int | str]) -> int:
    """The line, from 1, of the deepest part of `location` that the file has."""
    line = 0
    for part in location:
        try:
            line = _line_of_key(content, part, line)
            content = content[part]  # pyright: ignore[reportIndexIssue]
        except (KeyError, IndexError, TypeError):
            break
    return line + 1


def _line_of_key(content: object, part: int | str, otherwise: int) -> int:
    if isinstance(content, CommentedMap | CommentedSeq) and part in content.lc.data:
        return int(content.lc.data[part][0])
    return otherwise


def _keys(model: type[Document], location: Sequence[int | str]) -> list[str]:
    return list(_model_at(model, location).model_fields)


def _expectation(model: type[Document], location: Sequence[int | str]) -> str:
    parent = _model_at(model, location[:-1])
    field = parent.model_fields.get(str(location[-1])) if location else None
    return (field.description if field else None) or "see portfolios/environments/example.yaml"


def _model_at(model: type[Document], location: Sequence[int | str]) -> type[Document]:
    for part in location:
        field = model.model_fields.get(str(part))
        inner: Any = field.annotation if field else None
        if isinstance(inner, type) and issubclass(inner, Document):
            model = inner
    return model
