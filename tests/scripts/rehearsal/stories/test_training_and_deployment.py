"""The story of a product that trains and deploys, with people in memory: what succeeds, and what must fail."""

from collections.abc import Callable
from typing import Any

import pytest

from scripts.rehearsal.steps import StepResult

Perform = Callable[[], list[StepResult]]


def test_the_full_lifecycle_succeeds_step_by_step(perform_steps: Perform, world: Any) -> None:
    results = perform_steps()
    assert [result.title for result in results if result.failure] == []
    assert results[0].title == "launch"
    assert results[-1].title == "production availability"
    assert results[-1].outcome.endswith(" requests, 0 failed")
    assert [version.status for version in world.registered] == ["Rejected", "Approved"]
    assert [model[-1] for _, model in reversed(world.deliveries)] == ["1", "2", "2"]


def test_no_step_follows_one_that_failed(perform_steps: Perform, world: Any) -> None:
    world.build_error = "Build/Build: exit status 1"
    assert [result.title for result in perform_steps()] == ["launch", "clone", "build"]


def test_a_failed_build_shows_the_reason_and_the_end_of_its_log(perform_steps: Perform, world: Any) -> None:
    world.build_error = "Build/Build: exit status 1"
    failure = perform_steps()[-1].failure
    assert failure is not None
    assert failure.problem.splitlines() == ["Build/Build: exit status 1", "  | E   assert 1 == 2"]
    assert failure.exit_code == 3


def test_an_author_who_can_approve_fails_the_rehearsal(perform_steps: Perform, world: Any) -> None:
    world.author_can_approve = True
    assert perform_steps()[-1].title == "the author cannot approve"


def test_a_gate_that_a_worse_model_passes_fails_the_rehearsal(perform_steps: Perform, world: Any) -> None:
    world.gate_open = True
    *_, last = perform_steps()
    assert last.title == "stopped at the gate"
    assert last.outcome == "a worse model passed the gate"
    assert last.failure is not None


def test_a_model_that_is_stopped_for_another_reason_than_production_fails_the_rehearsal(
    perform_steps: Perform, world: Any
) -> None:
    world.knows_no_production = True
    *_, last = perform_steps()
    assert last.title == "stopped for what production runs"
    assert last.outcome.startswith("the gate did not stop the model for what production runs: Refuse: Not good")


def test_a_model_behind_production_is_stopped_and_the_team_reads_why(perform_steps: Perform) -> None:
    outcomes = {result.title: result.outcome for result in perform_steps()}
    expected = "Not good enough: 13.0 percent worse than version 2 in production and reliably 10.0: allowed 2.0"
    assert outcomes["stopped for what production runs"].startswith(f"Refuse: {expected}")
    assert outcomes["the team reads why"] == expected


@pytest.mark.parametrize("example", ["weather"])
def test_another_example_is_rehearsed_without_a_model_behind_production(perform_steps: Perform) -> None:
    titles = [result.title for result in perform_steps()]
    assert "stopped for what production runs" not in titles
    assert titles[-1] == "production availability"


def test_another_version_than_the_approved_one_in_staging_fails_the_rehearsal(
    perform_steps: Perform, world: Any
) -> None:
    world.deployed_number = lambda version: version.number + 1
    *_, last = perform_steps()
    assert last.title == "staging"
    assert last.outcome == "staging has version 2, not 1"


def test_one_failed_request_to_production_fails_the_rehearsal(perform_steps: Perform, world: Any) -> None:
    world.requests_fail = True
    *_, last = perform_steps()
    assert last.title == "production availability"
    assert "the endpoint does not answer" in last.outcome


def test_the_data_scientist_uploads_other_data(perform_steps: Perform, world: Any) -> None:
    perform_steps()
    assert world.files == {"DataUri/a.csv": b"x,y\n1,2\n"}


def test_versions_that_record_the_same_data_fail_the_rehearsal(perform_steps: Perform, world: Any) -> None:
    world.records_no_data = True
    *_, last = perform_steps()
    assert last.title == "trained on the new data"
    assert last.outcome == "version 2 records the data of version 1: the same for all"


def test_a_message_without_the_report_fails_the_rehearsal(perform_steps: Perform, world: Any) -> None:
    world.report_in_message = "none"
    *_, last = perform_steps()
    assert last.title == "the approver is notified"
    assert "does not link its report" in last.outcome
