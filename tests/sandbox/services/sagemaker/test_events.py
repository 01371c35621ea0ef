"""The events of jobs, executions, steps, endpoints and models, in the shapes that AWS documents."""

import re

import pytest

from tests.sandbox.polling import Queue
from tests.sandbox.services.sagemaker.sagemaker import SageMakerSandbox
from tests.sandbox.services.sagemaker.tuning import tuned_and_scored

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture(scope="module")
def sagemaker_sandbox(sandbox) -> SageMakerSandbox:
    return SageMakerSandbox(sandbox, "111111111111")


@pytest.fixture(scope="module")
def execution(sagemaker_sandbox):
    """An execution with a step of every kind of job, and one that fails."""
    work = sagemaker_sandbox.processing("pass", {}, [], "results/work")
    fail = {"Name": "Fail", "Type": "Fail", "Arguments": {"ErrorMessage": "enough"}, "DependsOn": ["Score"]}
    steps = [{"Name": "Work", "Type": "Processing", "Arguments": work}, *tuned_and_scored(sagemaker_sandbox, 1), fail]
    return sagemaker_sandbox.pipeline("events", steps)


@pytest.fixture(scope="module")
def emitted(sandbox, sagemaker_sandbox, execution):
    """All events of SageMaker while the execution ran."""
    queue = Queue(sandbox, sagemaker_sandbox.account).events(source=["aws.sagemaker"])
    sagemaker_sandbox.execute(execution)
    return queue.until(complete)


def complete(events):
    """Whether every job has begun and ended, and every step and the execution have ended."""
    details = [event["detail"] for event in events]
    jobs = {(name, value) for detail in details for name, value in detail.items() if name.endswith("JobStatus")}
    steps = {detail["stepName"] for detail in details if detail.get("stepEndTime")}
    over = any(detail.get("currentPipelineExecutionStatus") == "Failed" for detail in details)
    return over and (len(jobs), len(steps)) == (8, 4)


def ended(emitted, kind):
    """The event of the last status of a kind."""
    mine = [event for event in emitted if event["detail-type"] == f"SageMaker {kind} State Change"]
    noun = kind.replace(" ", "")
    assert {"InProgress", "Completed"} <= {event["detail"][f"{noun}Status"] for event in mine}
    return next(event for event in mine if event["detail"][f"{noun}Status"] == "Completed")


@pytest.mark.parametrize(
    ("kind", "members"),
    [
        ("Processing Job", {"AppSpecification", "ProcessingResources", "ProcessingEndTime", "RoleArn"}),
        ("Training Job", {"SecondaryStatus", "HyperParameters", "ModelArtifacts", "TrainingEndTime", "RoleArn"}),
        ("HyperParameter Tuning Job", {"TrainingJobStatusCounters", "BestTrainingJob", "TrainingJobDefinition"}),
        ("Transform Job", {"ModelName", "TransformInput", "TransformOutput", "TransformEndTime"}),
    ],
)
def test_event_of_a_job_has_its_request_and_its_result(emitted, kind, members):
    event, noun = ended(emitted, kind), kind.replace(" ", "")
    detail = event["detail"]
    assert event["resources"] == [detail[f"{noun}Arn"]]
    assert members <= detail.keys()
    assert detail["Tags"] == {}
    written = TIME.fullmatch(str(detail["CreationTime"])) if kind == "Transform Job" else detail["CreationTime"] > 1e12
    assert written
    assert detail.get("SecondaryStatus", "Completed") == "Completed"


def test_events_of_execution_and_steps_have_both_arns_and_their_times(emitted):
    kind = "SageMaker Model Building Pipeline Execution"
    whole = [event for event in emitted if event["detail-type"] == f"{kind} Status Change"]
    end = next(event for event in whole if event["detail"]["currentPipelineExecutionStatus"] == "Failed")
    assert end["detail"]["previousPipelineExecutionStatus"] == "Executing"
    assert TIME.fullmatch(end["detail"]["executionEndTime"])
    steps = [event for event in emitted if event["detail-type"] == f"{kind} Step Status Change"]
    for event in (*whole, *steps):
        detail = event["detail"]
        assert event["resources"] == [detail["pipelineArn"], detail["pipelineExecutionArn"]]
    done = {event["detail"]["stepName"]: event["detail"] for event in steps if event["detail"]["stepEndTime"]}
    assert set(done) == {"Work", "Tune", "Score", "Fail"}
    assert done["Work"]["metadata"]["processingJob"]["arn"].startswith("arn:aws:sagemaker:")
    assert (done["Work"]["previousStepStatus"], done["Work"]["currentStepStatus"]) == ("Executing", "Succeeded")
    assert "failureReason" not in done["Work"]
    assert done["Fail"]["failureReason"] == "enough"
    assert TIME.fullmatch(done["Fail"]["stepEndTime"])


def test_event_of_an_endpoint_in_service(sagemaker_sandbox, sandbox):
    detail = {"EndpointName": ["observed"], "EndpointStatus": ["CREATING", "IN_SERVICE"]}
    queue = Queue(sandbox, sagemaker_sandbox.account).events(
        **{"source": ["aws.sagemaker"], "detail-type": ["SageMaker Endpoint State Change"], "detail": detail}
    )
    sagemaker_sandbox.endpoint("observed", "7")
    by_status = {event["detail"]["EndpointStatus"]: event for event in queue.until(lambda events: len(events) >= 2)}
    event = by_status["IN_SERVICE"]
    assert event["resources"] == [event["detail"]["EndpointArn"]]
    assert event["detail"]["EndpointConfigName"] == "observed-7"
    assert event["detail"]["ProductionVariants"][0]["DesiredInstanceCount"] == 2
    assert event["detail"]["CreationTime"] > 1e12
    sagemaker_sandbox.sagemaker.delete_endpoint(EndpointName="observed")


def test_model_package_has_an_event_for_its_creation_and_for_every_change(sagemaker_sandbox, sandbox):
    registry, group = sagemaker_sandbox.sagemaker, {"ModelPackageGroupName": "observed"}
    registry.create_model_package_group(**group)
    queue = Queue(sandbox, sagemaker_sandbox.account).events(
        source=["aws.sagemaker"], detail={"ModelPackageGroupName": ["observed"]}
    )
    package = registry.create_model_package(**group, ModelApprovalStatus="PendingManualApproval")["ModelPackageArn"]
    for change in (
        {"ModelApprovalStatus": "Approved"},
        {"ModelApprovalStatus": "Approved"},
        {"CustomerMetadataProperties": {"deployed": "yes"}},
        {"ModelApprovalStatus": "Rejected"},
    ):
        registry.update_model_package(ModelPackageArn=package, **change)
    received = queue.until(lambda events: len(events) >= 4)
    assert {event["detail-type"] for event in received} == {"SageMaker Model Package State Change"}
    assert {event["resources"][0] for event in received} == {package}
    details = [event["detail"] for event in received]
    assert {(detail["ModelApprovalStatus"], *detail.get("UpdatedModelPackageFields", [])) for detail in details} == {
        ("PendingManualApproval",),
        ("Approved", "ModelApprovalStatus"),
        ("Approved", "CustomerMetadataProperties"),
        ("Rejected", "ModelApprovalStatus"),
    }
    assert all(TIME.fullmatch(detail["CreationTime"]) and detail["ModelPackageVersion"] == 1 for detail in details)
