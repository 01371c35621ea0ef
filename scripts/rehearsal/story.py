"""The steps of a product's rehearsal, and the projects that they launch."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scripts.launch import LaunchRequest
from scripts.rehearsal.availability import ProbeResult
from scripts.rehearsal.project import RehearsedProject
from scripts.rehearsal.roles import People
from scripts.rehearsal.steps import Step


@dataclass
class Rehearsal:
    """One run of a story. `projects` are in the order in which they are launched; `folder` is for clones."""

    request: LaunchRequest
    people: People
    folder: Path
    projects: list[RehearsedProject] = field(default_factory=list)

    def add_project(self) -> RehearsedProject:
        """A project that a step will launch."""
        self.projects.append(RehearsedProject(self.people))
        return self.projects[-1]

    @property
    def launched(self) -> list[RehearsedProject]:
        return [project for project in self.projects if project.launched]

    def stop_probes(self) -> tuple[ProbeResult, ...]:
        """The results of all requests to production."""
        probes = [project.state.probe for project in self.launched]
        return tuple(result for probe in probes if probe for result in probe.stop())


@dataclass(frozen=True)
class Story:
    """How products are rehearsed. `default_parameters` are launched with unless others are given, as Name=value."""

    products: tuple[str, ...]
    default_parameters: tuple[str, ...]
    steps: Callable[[Rehearsal], Iterator[Step]]
