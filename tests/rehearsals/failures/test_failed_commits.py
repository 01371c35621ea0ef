"""Commits to the training repository that fail: in their build, in a step, at the gate. Then one that does not."""

import pytest

from scripts.rehearsal.roles import ModelVersion, Training
from tests.rehearsals.failures.edits import CRASHES, EXITS, RENAMED_DEFINITIONS, WORSE
from tests.rehearsals.failures.failing_project import FailingProject, Failure
from tests.rehearsals.failures.repository import Edits


def fail_build(project: FailingProject, in_production: ModelVersion, message: str, edits: Edits) -> Failure:
    """How the build of a push failed, while production answered as before."""
    with project.production_answers(in_production):
        project.push(message, edits)
        failure = project.build_failure()
    assert project.error_in_state(project.output("BuildPipelineName"), "Build") in failure.reason
    return failure


def test_a_seed_that_fails_its_tests_stops_in_its_build(project: FailingProject, in_production: ModelVersion) -> None:
    failure = fail_build(project, in_production, "Name the readers better", RENAMED_DEFINITIONS)
    assert "Phase: BUILD, Code: COMMAND_EXECUTION_ERROR" in failure.reason
    assert "make --jobs=2 --output-sync=target test" in failure.reason
    assert "cannot import name 'read_" in failure.log


def test_the_reason_of_a_failed_build_has_the_command_and_its_exit_status(
    project: FailingProject, in_production: ModelVersion
) -> None:
    failure = fail_build(project, in_production, "Stop here", EXITS)
    assert "Phase: BUILD, Code: COMMAND_EXECUTION_ERROR" in failure.reason
    assert "Error while executing command: exit 1. Reason: exit status 1" in failure.reason
    assert "Build of pipeline" in failure.message


def fail_training(project: FailingProject) -> Training:
    """The failed training of the last push, which registered no version."""
    group, approver = project.output("ModelPackageGroupName"), project.people.approver
    before = approver.versions(group)
    project.training.build()
    project.training.stop_at_gate()
    assert approver.versions(group) == before
    return project.state.trainings[-1]


def test_a_crashed_step_is_named_and_its_log_has_the_exception(
    project: FailingProject, in_production: ModelVersion
) -> None:
    with project.production_answers(in_production):
        project.push("Read the new station", CRASHES)
        training = fail_training(project)
        # All that SageMaker says of a processing job whose script ends with an error.
        message = project.inbox.take("Preprocess", "AlgorithmError: See job logs for more information")
    assert training.reason == "Preprocess: AlgorithmError: See job logs for more information"
    assert training.log is not None
    assert "RuntimeError: the station at Sand Point moved" in "".join(
        project.people.development.last_lines(training.log)
    )
    assert project.output("TrainingPipelineName") in message


def test_the_reason_of_a_gate_has_the_missed_threshold(project: FailingProject, in_production: ModelVersion) -> None:
    with project.production_answers(in_production):
        project.push("Raise the penalty far too much", WORSE)
        training = fail_training(project)
        message = project.inbox.take(training.reason.removeprefix("NotGoodEnough: "))
    assert training.reason.startswith("NotGoodEnough: Not good enough: ")
    assert " percent worse than a line through today and reliably " in training.reason
    assert ": required 0.0 " in training.reason
    assert project.output("TrainingPipelineName") in message


@pytest.mark.usefixtures("in_production")
def test_the_next_good_commit_is_built_trained_and_registered(project: FailingProject, tampered: ModelVersion) -> None:
    assert tampered.status == "PendingManualApproval"
