"""Deliveries that fail on their way to production, which keeps its model. Then one that does not."""

import time
from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from scripts.rehearsal.roles import ModelVersion
from tests.rehearsals.failures.edits import ASKS_OTHERWISE, GOOD, UNSERVICEABLE
from tests.rehearsals.failures.living import SECONDS, Failure, Living
from tests.rehearsals.failures.repository import Edits

REFUSED = "AccessDenied"


def approve(living: Living, version: ModelVersion) -> None:
    living.play.notes.candidate = version
    living.promotion.approve()


def replace_file(version: ModelVersion, sandbox) -> None:
    """As somebody who may write to the project's bucket."""
    package = sandbox.client("sagemaker", "development").describe_model_package(ModelPackageName=version.arn)
    address = package["InferenceSpecification"]["Containers"][0]["ModelDataUrl"]
    bucket, _, key = address.removeprefix("s3://").partition("/")
    sandbox.client("s3", "development").put_object(Bucket=bucket, Key=key, Body=b"another model")


def release(living: Living, codepipeline) -> None:
    """Answer the question whether to go to production, as whoever's client it is."""
    state = living.cast.approver.codepipeline.get_pipeline_state(name=living.promotion.pipeline)
    gate = next(stage for stage in state["stageStates"] if stage["stageName"] == "Approve")["actionStates"][0]
    codepipeline.put_approval_result(
        pipelineName=living.promotion.pipeline,
        stageName="Approve",
        actionName=gate["actionName"],
        result={"summary": "mine is good", "status": "Approved"},
        token=gate["latestExecution"]["token"],
    )


def wait_until(come: Callable[[], bool]) -> None:
    """Looks often: a canary is over within seconds."""
    deadline = time.monotonic() + SECONDS
    while not come():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


def set_off_alarm(living: Living, sandbox) -> str:
    """The one on the new fleet, as somebody of the production account, until the endpoint rests again."""
    cloudwatch, sagemaker = sandbox.client("cloudwatch", "production"), sandbox.client("sagemaker", "production")
    endpoint = living.play.output("ProductionEndpoint")
    pending = sagemaker.describe_endpoint(EndpointName=endpoint)["PendingDeploymentSummary"]
    name = f"{pending['EndpointConfigName']}-errors"

    def rests() -> bool:
        cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="a drill")
        return sagemaker.describe_endpoint(EndpointName=endpoint)["EndpointStatus"] != "Updating"

    wait_until(rests)
    return name


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
            release(living, sandbox.client("codepipeline", "data-scientist"))
    assert candidate.arn in asked
    assert REFUSED in str(refused.value)
    delivery = living.cast.approver.delivery(living.promotion.pipeline, living.play.notes.delivery)
    assert (delivery.status, delivery.stages["Approve"]) == ("InProgress", "InProgress")


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
