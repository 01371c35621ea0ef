"""Reads JSON files of the team's repository, which are data from people who may not decide what is released.

A link could lead to a file of the build's machine, and a large file or a deep one could end this process.
"""

import json
from pathlib import Path
from typing import Any

from deployment.settings import ReleaseError

LARGEST = 1_000_000
DEEPEST = 20


def read_object(repository: Path, name: str) -> dict[str, Any] | None:
    """The JSON object in the file called `name` below the repository; None without such a file."""
    file = repository / name
    if not (file.exists() or file.is_symlink()):
        return None
    if file.resolve() != repository.resolve() / name or not file.is_file():
        raise ReleaseError(f"{name}: not a file of the repository itself; links are not followed")
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    return parse_object(content, name)


def parse_object(content: bytes, name: str) -> dict[str, Any]:
    """A JSON object of at most LARGEST bytes, or an error that names where it came from."""
    if len(content) > LARGEST:
        raise ReleaseError(f"{name}: larger than {LARGEST} bytes")
    try:
        document = json.loads(content, object_pairs_hook=_without_duplicates, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ReleaseError(f"{name}: not JSON: {error}") from error
    if not isinstance(document, dict):
        raise ReleaseError(f"{name}: must be a JSON object")
    if _is_too_deep(document):
        raise ReleaseError(f"{name}: nested deeper than {DEEPEST} levels")
    return document


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Which of two values counts would depend on the reader."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"duplicate key `{next(key for key in keys if keys.count(key) > 1)}`")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _is_too_deep(document: Any) -> bool:
    level = [document]
    for _ in range(DEEPEST):
        level = [child for value in level for child in _children(value)]
    return bool(level)


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
