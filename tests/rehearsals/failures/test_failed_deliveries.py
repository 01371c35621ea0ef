"""Deliveries that fail on their way to production, which keeps its model. Then one that does not."""

import pytest
from botocore.exceptions import ClientError

from scripts.rehearsal.roles import ModelVersion
from tests.rehearsals.failures.edits import ASKS_OTHERWISE, GOOD, UNSERVICEABLE
from tests.rehearsals.failures.gate import open_gate, release
from tests.rehearsals.failures.incidents import replace_file, set_off_alarm, wait_until
from tests.rehearsals.failures.living import Failure, Living
from tests.rehearsals.failures.repository import Edits

REFUSED = "AccessDenied"


def approve(living: Living, version: ModelVersion) -> None:
    living.play.notes.candidate = version
    living.promotion.approve()


def test_a_file_that_was_replaced_after_its_registration_is_not_deployed(
    living: Living, in_production: ModelVersion, tampered: ModelVersion, sandbox
) -> None:
    with living.production_answers(in_production):
        replace_file(tampered, sandbox)
        approve(living, tampered)
        failure = living.delivered()
    assert failure.reason == f"Prepare/Prepare: {living.shown(living.promotion.pipeline, 'Prepare')}"
    assert "Build terminated with state: FAILED. Phase: BUILD" in failure.reason
    assert "python -m deploy prepare" in failure.reason
    assert f"is not the file that was registered as version {tampered.number}: its SHA-256 is" in failure.log


def test_the_author_approves_neither_the_model_nor_its_release(
    living: Living, in_production: ModelVersion, candidate: ModelVersion, sandbox
) -> None:
    with living.production_answers(in_production):
        assert living.cast.scientist.refusal_to_approve(candidate.arn).startswith(REFUSED)
        approve(living, candidate)
        living.promotion.stage()
        asked = living.inbox.take("approval", f"version {candidate.number}")
        with pytest.raises(ClientError) as refused:
            release(living, open_gate(living), sandbox.client("codepipeline", "data-scientist"))
    assert candidate.arn in asked
    assert REFUSED in str(refused.value)
    delivery = living.cast.approver.delivery(living.promotion.pipeline, living.play.notes.delivery)
    assert (delivery.status, delivery.stages["Approve"]) == ("InProgress", "InProgress")


def test_a_version_that_is_rejected_while_it_waits_for_a_person_never_reaches_production(
    living: Living, in_production: ModelVersion, tampered: ModelVersion, candidate: ModelVersion
) -> None:
    """Its execution is stopped before the way back is prepared: that fails here, at the file that was replaced."""
    approver, pipeline = living.cast.approver, living.promotion.pipeline
    with living.production_answers(in_production):
        waiting, gate = living.play.notes.delivery, open_gate(living)
        living.promotion.reject()
        failure = living.delivered()
        with pytest.raises(ClientError, match="InvalidApprovalToken"):
            release(living, gate, approver.codepipeline)
    assert f"is not the file that was registered as version {tampered.number}" in failure.log
    stopped = approver.delivery(pipeline, waiting)
    assert (stopped.status, stopped.stages["Approve"]) == ("Stopped", "Abandoned")
    assert "Production" not in stopped.stages


def test_a_version_that_is_approved_after_all_is_asked_about_anew(
    living: Living, in_production: ModelVersion, candidate: ModelVersion
) -> None:
    with living.production_answers(in_production):
        approve(living, candidate)
        living.promotion.stage()
        assert candidate.arn in living.inbox.take("approval", f"version {candidate.number}")


def test_an_alarm_in_the_middle_of_a_canary_brings_the_old_model_back(
    living: Living, in_production: ModelVersion, candidate: ModelVersion, sandbox
) -> None:
    with living.production_answers(in_production, candidate):
        new = living.answer_of(candidate)
        living.promotion.release()
        wait_until(lambda: living.asked()[-1].answer == new)
        alarm = set_off_alarm(living, sandbox)
        failure = living.delivered()
    assert failure.reason.startswith("Production/Execute: ")
    assert "UPDATE_ROLLBACK_COMPLETE" in failure.reason
    assert alarm in failure.reason
    with living.production_answers(in_production):
        living.rolled_back("Production")


def refused_in_staging(living: Living, in_production: ModelVersion, message: str, edits: Edits) -> Failure:
    """How the delivery of a push failed and was taken back, while production answered as before."""
    with living.production_answers(in_production):
        living.push_deployment(message, edits)
        failure = living.delivered()
        living.rolled_back("Staging")
    return failure


def test_a_stack_update_that_is_refused_says_which_resource_and_why(
    living: Living, in_production: ModelVersion, candidate: ModelVersion
) -> None:
    failure = refused_in_staging(living, in_production, "Weigh the variant", UNSERVICEABLE)
    assert failure.reason.startswith("Staging/Execute: ")
    assert "UPDATE_ROLLBACK_COMPLETE. Configuration: " in failure.reason
    assert "nitialVariantWeight" in failure.reason


def test_a_request_that_the_endpoint_refuses_stops_the_version_in_staging(
    living: Living, in_production: ModelVersion, candidate: ModelVersion
) -> None:
    failure = refused_in_staging(living, in_production, "Ask in XML", ASKS_OTHERWISE)
    assert failure.reason.startswith("Staging/Test: Build terminated with state: FAILED. Phase: BUILD")
    assert 'python -m deploy "$ACTION" "$STAGE"' in failure.reason
    assert "FAILED  golden request" in failure.log
    assert "status 415" in failure.log


def test_the_next_good_commit_brings_the_candidate_to_production(
    living: Living, in_production: ModelVersion, candidate: ModelVersion
) -> None:
    with living.production_answers(in_production, candidate):
        living.push_deployment("Ask as before", GOOD)
        for stage in (living.promotion.stage, living.promotion.release, living.promotion.deploy):
            stage()
    with living.production_answers(candidate):
        pass
    assert living.asked()[-1].answer == living.answer_of(candidate)
