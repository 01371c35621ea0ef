"""The story of a product that only trains, with people in memory."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.rehearsal.rehearse import launch_requests
from scripts.rehearsal.roles import People
from scripts.rehearsal.steps import StepResult, perform
from scripts.rehearsal.stories import story_of
from scripts.rehearsal.story import Rehearsal

Perform = Callable[[], list[StepResult]]


@pytest.fixture
def perform_steps(people: People, progress: Any, tmp_path: Path) -> Perform:
    """Performs every step of the story."""
    (request,) = launch_requests(("build-train",), ())

    def run() -> list[StepResult]:
        return list(
            perform(story_of("build-train").steps(Rehearsal(request, people, tmp_path)), progress, people.judge)
        )

    return run


def test_data_are_trained_on_once_and_not_again_after_a_rejection(perform_steps: Perform, world: Any) -> None:
    results = perform_steps()
    assert [result.title for result in results if result.failure] == []
    outcomes = {result.title: result.outcome for result in results}
    assert outcomes["upload the same data"] == "not started: version 2, there is nothing new to learn"
    assert outcomes["upload the rejected data"] == "not started: version 2, was rejected"
    assert [version.status for version in world.registered] == ["Rejected", "PendingManualApproval"]
    assert [version.commit for version in world.registered] == ["commit-0", "commit-0"]
    assert len({version.data for version in world.registered}) == 2
    assert len(world.builds) == 5


def test_new_data_without_a_training_fail_the_rehearsal(perform_steps: Perform, world: Any) -> None:
    world.records_no_data = True
    *_, last = perform_steps()
    assert last.title == "build"
    assert last.outcome.startswith("no training on the new data: not started: version 1, ")


def test_a_second_training_on_the_same_data_fails_the_rehearsal(perform_steps: Perform, world: Any) -> None:
    world.trains_again = True
    *_, last = perform_steps()
    assert last.title == "upload the same data"
    assert last.outcome.startswith("the same data again: started ")
