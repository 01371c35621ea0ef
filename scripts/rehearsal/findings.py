"""What a rehearsal leaves to look at, gathered when its stages are over."""

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scripts.launch import LaunchedProject
from scripts.rehearsal.roles import ModelVersion, Training, Viewer
from scripts.rehearsal.traffic import Asked
from scripts.rehearsal.training_run import Play
from scripts.rehearsal.usage import RoleUse

PLOT = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


@dataclass(frozen=True)
class Quality:
    """A version's numbers, by what they measure, and its plots as data addresses of images."""

    number: int
    measured: Mapping[str, float]
    plots: tuple[str, ...]


@dataclass(frozen=True)
class Findings:
    """All that the report shows beside the stages. `uses` are the roles by account, known when all calls were made."""

    project: LaunchedProject
    trainings: tuple[Training, ...]
    qualities: tuple[Quality, ...]
    asked: tuple[Asked, ...]
    uses: Mapping[str, tuple[RoleUse, ...]] = field(default_factory=dict)


def find(play: Play, projects: Sequence[Play], asked: tuple[Asked, ...]) -> Findings:
    """Read with the eyes of those who look at the accounts. `play` trains; the first of `projects` is rehearsed."""
    notes = play.notes
    viewer = play.cast.development
    return Findings(
        project=projects[0].notes.project,
        trainings=tuple(notes.trainings),
        qualities=tuple(_quality(viewer, version) for version in notes.versions),
        asked=asked,
    )


def measured(document: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, float]]:
    """The numbers of an evaluation, by the words on the way to them."""
    for name, value in document.items():
        words = f"{above} {name}".replace("_", " ").removesuffix(" value").strip()
        if isinstance(value, Mapping):
            yield from measured(value, words)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield words, float(value)


def plots(page: str) -> tuple[str, ...]:
    """The SVG pictures of a page, each as an image that can stand in another page without disturbing it."""
    found = [_with_namespaces(each) for each in PLOT.findall(page)]
    return tuple(f"data:image/svg+xml;base64,{base64.b64encode(each.encode()).decode()}" for each in found)


def _with_namespaces(picture: str) -> str:
    """A picture of its own has to say what HTML knows by itself."""
    needed = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}
    head = picture.partition(">")[0]
    missing = "".join(f' {name}="{address}"' for name, address in needed.items() if f"{name}=" not in head)
    return picture.replace("<svg", f"<svg{missing}", 1)


def _quality(viewer: Viewer, version: ModelVersion) -> Quality:
    numbers = json.loads(viewer.read(version.metrics)) if version.metrics else {}
    page = viewer.read(version.report).decode() if version.report else ""
    return Quality(version.number, dict(measured(numbers)), plots(page))
