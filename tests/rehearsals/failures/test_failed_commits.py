"""Commits to the training repository that fail: in their build, in a step, at the gate. Then one that does not."""

import pytest

from scripts.rehearsal.roles import ModelVersion, Training
from tests.rehearsals.failures.edits import CRASHES, EXITS, HALF_RENAMED, WORSE
from tests.rehearsals.failures.living import Failure, Living
from tests.rehearsals.failures.repository import Edits


def stopped(living: Living, in_production: ModelVersion, message: str, edits: Edits) -> Failure:
    """How the build of a push failed, while production answered as before."""
    with living.production_answers(in_production):
        living.push(message, edits)
        failure = living.built()
    assert living.shown(living.play.output("BuildPipelineName"), "Build") in failure.reason
    return failure


def test_a_seed_that_fails_its_tests_stops_in_its_build(living: Living, in_production: ModelVersion) -> None:
    failure = stopped(living, in_production, "Name the readers better", HALF_RENAMED)
    assert "Phase: BUILD, Code: COMMAND_EXECUTION_ERROR" in failure.reason
    assert "make --jobs=2 --output-sync=target test" in failure.reason
    assert "cannot import name 'read_" in failure.log


def test_a_buildspec_that_exits_with_1_says_so(living: Living, in_production: ModelVersion) -> None:
    failure = stopped(living, in_production, "Stop here", EXITS)
    assert "Phase: BUILD, Code: COMMAND_EXECUTION_ERROR" in failure.reason
    assert "Error while executing command: exit 1. Reason: exit status 1" in failure.reason
    assert "Build of pipeline" in failure.message


def trained(living: Living) -> Training:
    """The training of the last push, which failed without leaving a version."""
    play = living.play
    before = living.cast.approver.versions(play.output("ModelPackageGroupName"))
    play.build()
    play.stop_at_gate()
    assert living.cast.approver.versions(play.output("ModelPackageGroupName")) == before
    return play.notes.trainings[-1]


def test_a_step_that_crashes_is_named_and_its_log_says_what_it_raised(
    living: Living, in_production: ModelVersion
) -> None:
    with living.production_answers(in_production):
        living.push("Read the new station", CRASHES)
        training = trained(living)
        # All that SageMaker says of a processing job whose script ends with an error.
        message = living.inbox.take("Preprocess", "AlgorithmError: See job logs for more information")
    assert training.reason == "Preprocess: AlgorithmError: See job logs for more information"
    assert training.log is not None
    assert "RuntimeError: the station at Sand Point moved" in "".join(living.cast.development.last_lines(training.log))
    assert living.play.output("TrainingPipelineName") in message


def test_a_model_that_misses_the_gate_says_by_how_much(living: Living, in_production: ModelVersion) -> None:
    with living.production_answers(in_production):
        living.push("Trust no column", WORSE)
        training = trained(living)
        message = living.inbox.take(training.reason.removeprefix("NotGoodEnough: "))
    assert training.reason.startswith("NotGoodEnough: Not good enough: percent better than the best simple forecast ")
    assert " of at least 2.0 is " in training.reason
    assert living.play.output("TrainingPipelineName") in message


@pytest.mark.usefixtures("in_production")
def test_the_next_good_commit_is_built_trained_and_registered(living: Living, tampered: ModelVersion) -> None:
    assert tampered.status == "PendingManualApproval"
