"""What production runs, as the build that started this execution found it: its answers to the test rows, or why not.

The build leaves champion.json, with a version or none, and beside it the version's archive. Others may have written
that one: it is unpacked and checked as every model is, and its code is not run.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from support.archive import unpack
from support.comparison import Answers, Production
from support.configuration import Configuration, read_configuration
from support.threshold import FILE as DECISION
from support.threshold import read_decision

FILE, ARCHIVE = "champion.json", "model.tar.gz"
LONGEST = 120  # characters of a reason: the verdict has room for few more
Answer = Callable[[Path], np.ndarray]
"""From the folder of a model, its predictions for the test rows, by the code of this training.

It may raise NotComparableError with what only this code knows to be different.
"""


class Champion(NamedTuple):
    """`folder` is that of its model, None if there is none or it cannot be used."""

    production: Production
    folder: Path | None = None


class NotComparableError(ValueError):
    """Why a version cannot be compared with, in words that follow its name."""


def read_champion(folder: Path, configuration: Configuration, answer: Answer, rows: int) -> Champion | None:
    """None where nothing runs yet, and where nothing was given. Whatever is wrong with it stops no training."""
    if not (folder / FILE).is_file():
        return None
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        version, where = found["version"], str(found.get("where", "production"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Champion(Production("unknown", "production", problem=f"{FILE} cannot be read"))
    if version is None:
        return None
    known = Production(str(version), where)
    try:
        model = opened(folder, found)
        answers = Answers(predictions(model, configuration, answer, rows), threshold(model, configuration))
    except NotComparableError as error:
        return Champion(replace(known, problem=str(error)))
    return Champion(replace(known, answers=answers), model)


def opened(folder: Path, found: dict[str, Any]) -> Path:
    """The folder of the version's model, whose archive has to be the registered one."""
    if problem := found.get("problem"):
        raise NotComparableError(str(problem)[:LONGEST])
    archive = folder / ARCHIVE
    if not archive.is_file():
        raise NotComparableError("its file is missing")
    if hashlib.sha256(archive.read_bytes()).hexdigest() != found.get("model_sha256"):
        raise NotComparableError("its file is not the one that was registered")
    try:
        return unpack(folder)
    except (ValueError, OSError, RecursionError) as error:
        raise NotComparableError(f"its archive is refused - {reason(error, folder)}") from error


def predictions(model: Path, configuration: Configuration, answer: Answer, rows: int) -> np.ndarray:
    """Its answers to the rows. A model of another library or of other code fails in ways that no list names."""
    for difference in differences(learnt_with(model), configuration):
        raise NotComparableError(difference)
    try:
        found = np.asarray(answer(model), dtype=float)
    except NotComparableError:
        raise
    except Exception as error:
        raise NotComparableError(f"it cannot be loaded by this code - {reason(error, model)}") from error
    if found.shape != (rows,) or not np.isfinite(found).all():
        raise NotComparableError("it does not predict a number for every row")
    return found


def learnt_with(model: Path) -> Configuration:
    try:
        return read_configuration(model)
    except (ValueError, OSError, RecursionError) as error:
        raise NotComparableError("its configuration cannot be read, older code made it") from error


def differences(theirs: Configuration, ours: Configuration) -> Iterator[str]:
    """What keeps its predictions from being measured on these rows."""
    for name, word in (
        ("kind", "kind of task"),
        ("target", "target"),
        ("positive", "positive label"),
        ("unit", "unit"),
    ):
        if getattr(theirs.task, name) != getattr(ours.task, name):
            yield f"its {word} is {getattr(theirs.task, name) or 'none'}"
    kinds = {column.name: column.kind for column in ours.used}
    for column in theirs.features:
        if column.name not in kinds:
            yield f"its column {column.name} is no longer there"
        elif kinds[column.name] != column.kind:
            yield f"its column {column.name} is a {column.kind}"


def threshold(model: Path, configuration: Configuration) -> float:
    """From which probability on it gives the positive label."""
    if not configuration.classification:
        return Answers(np.empty(0)).threshold
    try:
        found = float(read_decision(model).threshold)
    except (ValueError, TypeError, OSError, RecursionError) as error:
        raise NotComparableError(f"its {DECISION} cannot be read") from error
    if not 0 <= found <= 1:
        raise NotComparableError(f"its {DECISION} has no probability")
    return found


def reason(error: Exception, folder: Path) -> str:
    """The first line of an error, short and without the machine's paths."""
    lines = str(error).replace(f"{folder}/", "").splitlines() or [""]
    return f"{type(error).__name__}: {lines[0]}"[:LONGEST]
