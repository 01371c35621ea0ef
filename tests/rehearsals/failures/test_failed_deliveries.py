"""Deliveries that fail on their way to production, which keeps its model. Then one that does not."""

import pytest
from botocore.exceptions import ClientError

from scripts.rehearsal.roles import ModelVersion
from tests.rehearsals.failures.edits import GOOD, UNKNOWN_MACHINE, WRONG_CONTENT_TYPE
from tests.rehearsals.failures.failing_project import FailingProject, Failure
from tests.rehearsals.failures.gate import approve_at, open_gate
from tests.rehearsals.failures.incidents import replace_file, set_off_alarm, wait_until
from tests.rehearsals.failures.repository import Edits

REFUSED = "AccessDenied"


def approve(project: FailingProject, version: ModelVersion) -> None:
    project.state.candidate = version
    project.delivery.approve()


def test_a_file_that_was_replaced_after_its_registration_is_not_deployed(
    project: FailingProject, in_production: ModelVersion, tampered: ModelVersion, sandbox
) -> None:
    with project.production_answers(in_production):
        replace_file(tampered, sandbox)
        approve(project, tampered)
        failure = project.delivery_failure()
    assert failure.reason == f"Prepare/Prepare: {project.error_in_state(project.delivery.pipeline, 'Prepare')}"
    assert "Build terminated with state: FAILED. Phase: BUILD" in failure.reason
    assert "python -I release prepare" in failure.reason
    assert f"is not the file that was registered as version {tampered.number}: its SHA-256 is" in failure.log


def test_the_author_approves_neither_the_model_nor_its_release(
    project: FailingProject, in_production: ModelVersion, candidate: ModelVersion, sandbox
) -> None:
    with project.production_answers(in_production):
        assert project.people.scientist.refusal_to_approve(candidate.arn).startswith(REFUSED)
        approve(project, candidate)
        project.delivery.deploy_staging()
        message = project.inbox.take("approval", f"version {candidate.number}")
        with pytest.raises(ClientError) as refused:
            approve_at(project, open_gate(project), sandbox.client("codepipeline", "data-scientist"))
    assert f"version {candidate.number} to production" in message
    assert REFUSED in str(refused.value)
    execution = project.people.approver.execution(project.delivery.pipeline, project.state.execution)
    assert (execution.status, execution.stages["Approve"]) == ("InProgress", "InProgress")


def test_a_version_that_is_rejected_while_it_waits_for_approval_never_reaches_production(
    project: FailingProject, in_production: ModelVersion, tampered: ModelVersion, candidate: ModelVersion
) -> None:
    """Its execution is stopped before the rollback is prepared, which fails here, at the replaced file."""
    approver, pipeline = project.people.approver, project.delivery.pipeline
    with project.production_answers(in_production):
        waiting, gate = project.state.execution, open_gate(project)
        project.delivery.reject()
        failure = project.delivery_failure()
        with pytest.raises(ClientError, match="InvalidApprovalToken"):
            approve_at(project, gate, approver.codepipeline)
    assert f"is not the file that was registered as version {tampered.number}" in failure.log
    stopped = approver.execution(pipeline, waiting)
    assert (stopped.status, stopped.stages["Approve"]) == ("Stopped", "Abandoned")
    assert "Production" not in stopped.stages


def test_a_version_that_is_approved_again_gets_a_new_approval_request(
    project: FailingProject, in_production: ModelVersion, candidate: ModelVersion
) -> None:
    with project.production_answers(in_production):
        approve(project, candidate)
        project.delivery.deploy_staging()
        assert project.inbox.take("approval", f"version {candidate.number} to production")


def test_an_alarm_during_a_canary_restores_the_old_model(
    project: FailingProject, in_production: ModelVersion, candidate: ModelVersion, sandbox
) -> None:
    with project.production_answers(in_production, candidate):
        new = project.answer_of(candidate)
        project.delivery.approve_production()
        wait_until(lambda: project.requests()[-1].answer == new)
        alarm = set_off_alarm(project, sandbox)
        failure = project.delivery_failure()
    assert failure.reason.startswith("Production/Execute: ")
    assert "UPDATE_ROLLBACK_COMPLETE" in failure.reason
    assert alarm in failure.reason
    with project.production_answers(in_production):
        project.wait_for_rollback("Production")


def fail_in_staging(project: FailingProject, in_production: ModelVersion, message: str, edits: Edits) -> Failure:
    """How the delivery of a push failed and was rolled back, while production answered as before."""
    with project.production_answers(in_production):
        project.push_deployment(message, edits)
        failure = project.delivery_failure()
        project.wait_for_rollback("Staging")
    return failure


def test_the_reason_of_a_refused_stack_update_has_the_resource(
    project: FailingProject, in_production: ModelVersion, candidate: ModelVersion
) -> None:
    failure = fail_in_staging(project, in_production, "Use larger machines", UNKNOWN_MACHINE)
    assert failure.reason.startswith("Staging/Execute: ")
    assert "UPDATE_ROLLBACK_COMPLETE. Configuration: " in failure.reason
    assert "nstanceType" in failure.reason


def test_a_request_that_the_endpoint_refuses_stops_the_version_in_staging(
    project: FailingProject, in_production: ModelVersion, candidate: ModelVersion
) -> None:
    failure = fail_in_staging(project, in_production, "Send requests in XML", WRONG_CONTENT_TYPE)
    assert failure.reason.startswith("Staging/Test: Build terminated with state: FAILED. Phase: BUILD")
    assert 'python -m deploy test "$STAGE"' in failure.reason
    assert "FAILED  golden request" in failure.log
    assert "status 415" in failure.log


def test_the_next_good_commit_brings_the_candidate_to_production(
    project: FailingProject, in_production: ModelVersion, candidate: ModelVersion
) -> None:
    with project.production_answers(in_production, candidate):
        project.push_deployment("Send requests as before", GOOD)
        for step in (
            project.delivery.deploy_staging,
            project.delivery.approve_production,
            project.delivery.deploy_production,
        ):
            step()
    with project.production_answers(candidate):
        pass
    assert project.requests()[-1].answer == project.answer_of(candidate)
