"""What a report shows beside the steps, collected when they are over."""

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scripts.launch import LaunchedProject
from scripts.rehearsal.attacks.attack import Attempt
from scripts.rehearsal.availability import ProbeResult
from scripts.rehearsal.project import RehearsedProject
from scripts.rehearsal.roles import ModelVersion, Training, Viewer
from scripts.rehearsal.usage import RoleUsage

PLOT = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


@dataclass(frozen=True)
class Quality:
    """The metrics of a version by name, and its plots as data URLs of images."""

    number: int
    metrics: Mapping[str, float]
    plots: tuple[str, ...]


@dataclass(frozen=True)
class Findings:
    """`usage` are the IAM roles by account, `attempts` the attacks: known when all calls were made."""

    project: LaunchedProject
    trainings: tuple[Training, ...]
    qualities: tuple[Quality, ...]
    probed: tuple[ProbeResult, ...]
    usage: Mapping[str, tuple[RoleUsage, ...]] = field(default_factory=dict)
    attempts: tuple[Attempt, ...] = ()


def collect_findings(projects: Sequence[RehearsedProject], probed: tuple[ProbeResult, ...]) -> Findings:
    """Of the launched projects, with the permissions of a viewer; the last one launched is the rehearsed one."""
    viewer = projects[-1].people.development
    return Findings(
        project=projects[-1].state.project,
        trainings=tuple(training for project in projects for training in project.state.trainings),
        qualities=tuple(_quality(viewer, version) for project in projects for version in project.state.versions),
        probed=probed,
    )


def metrics(document: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, float]]:
    """The numbers of an evaluation, named by their path in the document."""
    for name, value in document.items():
        words = f"{path} {name}".replace("_", " ").removesuffix(" value").strip()
        if isinstance(value, Mapping):
            yield from metrics(value, words)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield words, float(value)


def plots(page: str) -> tuple[str, ...]:
    """The SVG elements of a page, each as an image whose styles cannot affect another page."""
    found = [_with_namespaces(svg) for svg in PLOT.findall(page)]
    return tuple(f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}" for svg in found)


def _with_namespaces(svg: str) -> str:
    """An image needs the namespaces that HTML implies."""
    needed = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}
    head = svg.partition(">")[0]
    missing = "".join(f' {name}="{address}"' for name, address in needed.items() if f"{name}=" not in head)
    return svg.replace("<svg", f"<svg{missing}", 1)


def _quality(viewer: Viewer, version: ModelVersion) -> Quality:
    document = json.loads(viewer.read(version.metrics)) if version.metrics else {}
    page = viewer.read(version.report).decode() if version.report else ""
    return Quality(version.number, dict(metrics(document)), plots(page))
