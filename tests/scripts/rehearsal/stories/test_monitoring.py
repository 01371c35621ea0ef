"""The story of a monitor, with people in memory: it goes through, and each defect of a monitor ends it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scripts.rehearsal.roles import People
from scripts.rehearsal.steps import StepResult, perform
from scripts.rehearsal.stories import story_of
from scripts.rehearsal.story import Rehearsal
from tests.scripts.rehearsal.conftest import judge, poll
from tests.scripts.rehearsal.stories.monitor_world import MonitorWorld


@pytest.fixture
def tell(to_launch: Any, progress: Any, tmp_path: Path) -> Any:
    def run(**defects: bool) -> list[StepResult]:
        world = MonitorWorld()
        vars(world).update(defects)
        people = People(world, world, world, world, world, world, poll, judge)
        rehearsal = Rehearsal(replace(to_launch, product="model-monitor", parameters={}), people, tmp_path)
        return list(perform(story_of("model-monitor").steps(rehearsal), progress, judge))

    return run


def test_the_story_goes_from_a_refusal_to_one_training(tell: Any) -> None:
    results = tell()
    assert [(result.title, result.outcome) for result in results if result.failure] == []
    assert results[-1].title == "and no second one"


@pytest.mark.parametrize(
    ("defect", "step"),
    [
        ("alarms_always", "quiet report"),
        ("finds_nothing", "drift is found and told"),
        ("asks_again", "and no second one"),
    ],
)
def test_a_monitor_that_does_not_do_its_job_fails_the_rehearsal(tell: Any, defect: str, step: str) -> None:
    last = tell(**{defect: True})[-1]
    assert (last.title, last.failure is not None) == (step, True)
