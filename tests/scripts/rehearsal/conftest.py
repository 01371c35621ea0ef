"""People of a rehearsal whose AWS is in memory."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.errors import CatalogError
from scripts.launch import LaunchRequest
from scripts.rehearsal.roles import People
from scripts.rehearsal.steps import StepResult, perform
from scripts.rehearsal.stories import story_of
from scripts.rehearsal.story import Rehearsal
from tests.scripts.rehearsal.world import World


class NoProgress:
    """Ignores the callbacks."""

    def starts(self, title: str) -> None: ...
    def ends(self, result: StepResult) -> None: ...


def poll(probe: Callable[[], Any], seconds: float) -> Any:
    """A few looks: what this world does is done at once."""
    return next((answer for _ in range(3) if (answer := probe()) is not None), None)


def judge(error: Exception) -> CatalogError | None:
    return error if isinstance(error, CatalogError) else None


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def people(world: World) -> People:
    return People(world, world, world, world, world, world, poll, judge)


@pytest.fixture
def example() -> str:
    return "census"


@pytest.fixture
def to_launch(example: str) -> LaunchRequest:
    return LaunchRequest("build-train-deploy", "demo", None, {"Example": example})


@pytest.fixture
def progress() -> NoProgress:
    return NoProgress()


@pytest.fixture
def perform_steps(
    people: People, to_launch: LaunchRequest, progress: NoProgress, tmp_path: Path
) -> Callable[[], list[StepResult]]:
    """Performs every step, without the deletion."""

    def run() -> list[StepResult]:
        rehearsal = Rehearsal(to_launch, people, tmp_path)
        results = list(perform(story_of(to_launch.product).steps(rehearsal), progress, people.judge))
        rehearsal.stop_probes()
        return results

    return run
