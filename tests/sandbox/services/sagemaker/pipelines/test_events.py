"""The events of jobs, executions, steps, endpoints and models, in the shapes that AWS documents."""

import re

import pytest

from tests.sandbox.polling import Queue
from tests.sandbox.services.sagemaker.sagemaker import Laboratory
from tests.sandbox.services.sagemaker.tuning import tuned_and_scored

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture(scope="module")
def laboratory(sandbox) -> Laboratory:
    return Laboratory(sandbox, "111111111111")


@pytest.fixture(scope="module")
def execution(laboratory):
    """An execution with a step of every kind of job, and one that fails."""
    work = laboratory.processing("pass", {}, [], "results/work")
    fail = {"Name": "Fail", "Type": "Fail", "Arguments": {"ErrorMessage": "enough"}, "DependsOn": ["Score"]}
    steps = [{"Name": "Work", "Type": "Processing", "Arguments": work}, *tuned_and_scored(laboratory, 1), fail]
    return laboratory.pipeline("events", steps)


@pytest.fixture(scope="module")
def told(sandbox, laboratory, execution):
    """Everything that SageMaker told while the execution ran."""
    queue = Queue(sandbox, laboratory.account).events(source=["aws.sagemaker"])
    laboratory.execute(execution)
    return queue.until(complete)


def complete(events):
    """Whether every job has begun and ended, and every step and the execution have ended."""
    details = [each["detail"] for each in events]
    jobs = {(name, value) for each in details for name, value in each.items() if name.endswith("JobStatus")}
    steps = {each["stepName"] for each in details if each.get("stepEndTime")}
    over = any(each.get("currentPipelineExecutionStatus") == "Failed" for each in details)
    return over and (len(jobs), len(steps)) == (8, 4)


def ended(told, kind):
    """The last event of a kind, by the status that it tells."""
    mine = [each for each in told if each["detail-type"] == f"SageMaker {kind} State Change"]
    noun = kind.replace(" ", "")
    assert {"InProgress", "Completed"} <= {each["detail"][f"{noun}Status"] for each in mine}
    return next(each for each in mine if each["detail"][f"{noun}Status"] == "Completed")


@pytest.mark.parametrize(
    ("kind", "members"),
    [
        ("Processing Job", {"AppSpecification", "ProcessingResources", "ProcessingEndTime", "RoleArn"}),
        ("Training Job", {"SecondaryStatus", "HyperParameters", "ModelArtifacts", "TrainingEndTime", "RoleArn"}),
        ("HyperParameter Tuning Job", {"TrainingJobStatusCounters", "BestTrainingJob", "TrainingJobDefinition"}),
        ("Transform Job", {"ModelName", "TransformInput", "TransformOutput", "TransformEndTime"}),
    ],
)
def test_job_tells_what_it_was_and_how_it_ended(told, kind, members):
    event, noun = ended(told, kind), kind.replace(" ", "")
    detail = event["detail"]
    assert event["resources"] == [detail[f"{noun}Arn"]]
    assert members <= detail.keys()
    assert detail["Tags"] == {}
    written = TIME.fullmatch(str(detail["CreationTime"])) if kind == "Transform Job" else detail["CreationTime"] > 1e12
    assert written
    assert detail.get("SecondaryStatus", "Completed") == "Completed"


def test_execution_and_steps_tell_both_arns_and_their_times(told):
    kind = "SageMaker Model Building Pipeline Execution"
    whole = [each for each in told if each["detail-type"] == f"{kind} Status Change"]
    end = next(each for each in whole if each["detail"]["currentPipelineExecutionStatus"] == "Failed")
    assert end["detail"]["previousPipelineExecutionStatus"] == "Executing"
    assert TIME.fullmatch(end["detail"]["executionEndTime"])
    steps = [each for each in told if each["detail-type"] == f"{kind} Step Status Change"]
    for event in (*whole, *steps):
        detail = event["detail"]
        assert event["resources"] == [detail["pipelineArn"], detail["pipelineExecutionArn"]]
    done = {each["detail"]["stepName"]: each["detail"] for each in steps if each["detail"]["stepEndTime"]}
    assert set(done) == {"Work", "Tune", "Score", "Fail"}
    assert done["Work"]["metadata"]["processingJob"]["arn"].startswith("arn:aws:sagemaker:")
    assert (done["Work"]["previousStepStatus"], done["Work"]["currentStepStatus"]) == ("Executing", "Succeeded")
    assert "failureReason" not in done["Work"]
    assert done["Fail"]["failureReason"] == "enough"
    assert TIME.fullmatch(done["Fail"]["stepEndTime"])


def test_endpoint_tells_that_it_is_in_service(laboratory, sandbox):
    detail = {"EndpointName": ["told"], "EndpointStatus": ["CREATING", "IN_SERVICE"]}
    queue = Queue(sandbox, laboratory.account).events(
        **{"source": ["aws.sagemaker"], "detail-type": ["SageMaker Endpoint State Change"], "detail": detail}
    )
    laboratory.endpoint("told", "7")
    by_status = {each["detail"]["EndpointStatus"]: each for each in queue.until(lambda events: len(events) >= 2)}
    event = by_status["IN_SERVICE"]
    assert event["resources"] == [event["detail"]["EndpointArn"]]
    assert event["detail"]["EndpointConfigName"] == "told-7"
    assert event["detail"]["ProductionVariants"][0]["DesiredInstanceCount"] == 2
    assert event["detail"]["CreationTime"] > 1e12
    laboratory.sagemaker.delete_endpoint(EndpointName="told")


def test_model_tells_its_creation_and_every_change_with_the_fields_that_changed(laboratory, sandbox):
    registry, group = laboratory.sagemaker, {"ModelPackageGroupName": "told"}
    registry.create_model_package_group(**group)
    queue = Queue(sandbox, laboratory.account).events(
        source=["aws.sagemaker"], detail={"ModelPackageGroupName": ["told"]}
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
    assert {each["detail-type"] for each in received} == {"SageMaker Model Package State Change"}
    assert {each["resources"][0] for each in received} == {package}
    details = [each["detail"] for each in received]
    assert {(each["ModelApprovalStatus"], *each.get("UpdatedModelPackageFields", [])) for each in details} == {
        ("PendingManualApproval",),
        ("Approved", "ModelApprovalStatus"),
        ("Approved", "CustomerMetadataProperties"),
        ("Rejected", "ModelApprovalStatus"),
    }
    assert all(TIME.fullmatch(each["CreationTime"]) and each["ModelPackageVersion"] == 1 for each in details)
