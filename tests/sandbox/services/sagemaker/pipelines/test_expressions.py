"""What a definition may say: values and conditions, retries, expiry of caches, tuning and transform, parameters."""

import datetime
import itertools

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.services.codepipeline.codepipeline import until
from tests.sandbox.services.sagemaker.sagemaker import IMAGE, Laboratory
from tests.sandbox.services.sagemaker.tuning import tuned_and_scored

REPORT = """
import json
from pathlib import Path
report = {"runs": [{"score": 1}, {"score": 4, "labels": ["good", "late"]}], "by class": {"a.b": 0.5}}
Path("/opt/ml/processing/output/report/report.json").write_text(json.dumps(report))
"""


@pytest.fixture(scope="module")
def laboratory(sandbox) -> Laboratory:
    return Laboratory(sandbox, "444444444444")


def processing(laboratory, name, script="pass", outputs=(), **more):
    request = laboratory.processing(script, {}, list(outputs), f"results/{name}")
    return {"Name": name, "Type": "Processing", "Arguments": request, **more}


def report_value(path):
    return {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.Measure.PropertyFiles.Report"}, "Path": path}}


def condition(kind, left, right):
    return {"Type": kind, "LeftValue": left, "RightValue": right}


@pytest.fixture(scope="module")
def measured(laboratory):
    """A pipeline that measures, and then says what it read, or what its conditions came to."""
    file = {"PropertyFileName": "Report", "OutputName": "report", "FilePath": "report.json"}
    measure = processing(laboratory, "Measure", REPORT, ["report"], PropertyFiles=[file], CacheConfig={"Enabled": True})

    def run(name, conditions):
        values = [report_value("runs[1].score"), report_value("['by class']['a.b']"), report_value("runs[1].labels")]
        said = {"Std:Join": {"On": " ", "Values": values}}
        branches = {
            branch: [{"Name": step, "Type": "Fail", "Arguments": {"ErrorMessage": said}}]
            for branch, step in (("IfSteps", "Yes"), ("ElseSteps", "No"))
        }
        gate = {"Name": "Gate", "Type": "Condition", "Arguments": {"Conditions": conditions, **branches}}
        return laboratory.steps(laboratory.execute(laboratory.pipeline(name, [measure, gate])))

    return run


def test_values_of_a_property_file_are_reached_through_lists_and_odd_names(measured):
    score = report_value("runs[1].score")
    high, low = condition("GreaterThan", score, 9), condition("LessThanOrEqualTo", score, 4)
    listed = {"Type": "In", "QueryValue": report_value("runs[1].labels[0]"), "Values": ["good", "better"]}
    steps = measured("every-condition", [{"Type": "Or", "Conditions": [high, low]}, listed])
    assert steps["Yes"]["FailureReason"] == '4 0.5 ["good", "late"]'
    assert "No" not in steps


def test_conditions_hold_all_together_or_not_at_all(measured):
    listed = {"Type": "In", "QueryValue": report_value("runs[1].labels[1]"), "Values": ["good", "better"]}
    right = condition("Equals", {"Std:Join": {"On": "-", "Values": ["a", "b"]}}, "a-b")
    assert "Yes" in measured("not-in", [{"Type": "Not", "Expression": listed}, right])
    assert "No" in measured("one-is-wrong", [right, listed])


def test_path_that_leads_nowhere_fails_the_condition_with_its_name(measured):
    steps = measured("nowhere", [condition("Equals", report_value("runs[7].score"), 1)])
    assert steps["Gate"]["StepStatus"] == "Failed"
    assert "runs[7].score" in steps["Gate"]["FailureReason"]


def test_no_more_steps_run_at_a_time_than_allowed(laboratory):
    pipeline = laboratory.pipeline("narrow", [processing(laboratory, f"Step{number}") for number in range(3)])
    started = laboratory.sagemaker.start_pipeline_execution(
        PipelineName=pipeline, ParallelismConfiguration={"MaxParallelExecutionSteps": 1}
    )
    execution = laboratory.finished(started["PipelineExecutionArn"])
    steps = sorted(laboratory.steps(execution).values(), key=lambda each: each["StartTime"])
    assert len(steps) == 3
    for before, after in itertools.pairwise(steps):
        assert before["EndTime"] <= after["StartTime"]


def test_cached_result_expires(laboratory):
    cached = processing(laboratory, "Work", CacheConfig={"Enabled": True, "ExpireAfter": "PT1S"})
    pipeline = laboratory.pipeline("expires", [cached])
    ended = laboratory.steps(laboratory.execute(pipeline))["Work"]["EndTime"]
    old = ended + datetime.timedelta(seconds=1)
    until(lambda: datetime.datetime.now(datetime.UTC) > old)
    assert "CacheHitResult" not in laboratory.steps(laboratory.execute(pipeline))["Work"]


def refused_model(laboratory, policy):
    """A step whose call is answered with a fault of the service, each time."""
    containers = [{"Image": IMAGE}, {"Image": IMAGE}]
    arguments = {"Containers": containers, "ExecutionRoleArn": laboratory.role}
    return {"Name": "Faulty", "Type": "Model", "Arguments": arguments, "RetryPolicies": policy}


@pytest.mark.parametrize(
    ("name", "policies", "attempts"),
    [
        ("twice", [{"ExceptionType": ["Step.SERVICE_FAULT"], "IntervalSeconds": 1, "MaxAttempts": 2}], 3),
        ("never", [{"ExceptionType": ["Step.SERVICE_FAULT"], "MaxAttempts": 0}], 1),
        ("until", [{"ExceptionType": ["Step.SERVICE_FAULT"], "IntervalSeconds": 30, "ExpireAfterMin": 1}], 2),
        ("steady", [
            {"ExceptionType": ["Step.SERVICE_FAULT"], "IntervalSeconds": 20, "BackoffRate": 1.0, "ExpireAfterMin": 1},
        ], 4),
        ("other", [{"ExceptionType": ["SageMaker.JOB_INTERNAL_ERROR"], "MaxAttempts": 1}], 6),
    ],
)  # fmt: skip
def test_fault_of_a_service_is_retried_as_the_policy_says(laboratory, name, policies, attempts):
    pipeline = laboratory.pipeline(f"retries-{name}", [refused_model(laboratory, policies)])
    step = laboratory.steps(laboratory.execute(pipeline))["Faulty"]
    assert (step["StepStatus"], step["AttemptCount"]) == ("Failed", attempts)


FAULT = {"ExceptionType": ["Step.SERVICE_FAULT"]}


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"RetryPolicies": [{**FAULT, "MaxAttempts": 1, "ExpireAfterMin": 1}]}, "both MaxAttempts and ExpireAfterMin"),
        ({"RetryPolicies": [{"ExceptionType": ["Step.BAD_LUCK"]}]}, "Unknown exception type Step.BAD_LUCK"),
        ({"CacheConfig": {"Enabled": True, "ExpireAfter": "tomorrow"}}, "tomorrow is not an ISO 8601 duration"),
        ({"Type": "Fail", "Arguments": {"ErrorMessage": "x"}, "RetryPolicies": [FAULT]}, "not supported for steps"),
    ],
)
def test_policy_that_cannot_be_is_refused_when_the_pipeline_is_created(laboratory, more, problem):
    with pytest.raises(ClientError, match=problem):
        laboratory.pipeline("refused", [processing(laboratory, "Work") | more])


def test_best_model_of_a_tuning_step_is_used_by_a_transform_step(laboratory):
    steps = laboratory.steps(laboratory.execute(laboratory.pipeline("tuned", [*tuned_and_scored(laboratory)])))
    assert {name: each["StepStatus"] for name, each in steps.items()} == {"Tune": "Succeeded", "Score": "Succeeded"}
    job = steps["Tune"]["Metadata"]["TuningJob"]["Arn"].rpartition("/")[2]
    found = laboratory.sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=job)
    assert laboratory.get(f"tuned/{found['BestTrainingJob']['TrainingJobName']}/one.out") == "7\n7\n"


@pytest.fixture(scope="module")
def asking(laboratory):
    parameters = [
        {"Name": "Number", "Type": "Integer", "DefaultValue": 1},
        {"Name": "Colour", "Type": "String", "DefaultValue": "red", "EnumValues": ["red", "blue"]},
        {"Name": "Place", "Type": "String"},
    ]
    said = {"Std:Join": {"On": " ", "Values": [{"Get": f"Parameters.{each['Name']}"} for each in parameters]}}
    step = {"Name": "Say", "Type": "Fail", "Arguments": {"ErrorMessage": said}}
    return laboratory.pipeline("asking", [step], parameters)


def test_parameters_have_their_types_and_defaults(laboratory, asking):
    steps = laboratory.steps(laboratory.execute(asking, Number="07", Place="here"))
    assert steps["Say"]["FailureReason"] == "7 red here"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"Place": "here", "Number": "many"}, "Number is no Integer: many"),
        ({"Place": "here", "Colour": "green"}, "Colour is green"),
        ({"Place": "here", "Size": "1"}, "unknown: Size"),
        ({"Number": "1"}, "without a value: Place"),
    ],
)
def test_parameters_that_do_not_fit_are_refused_by_name(laboratory, asking, values, problem):
    def started():
        listed = laboratory.sagemaker.list_pipeline_executions(PipelineName=asking)
        return [each["PipelineExecutionArn"] for each in listed["PipelineExecutionSummaries"]]

    before, given = started(), [{"Name": name, "Value": value} for name, value in values.items()]
    with pytest.raises(ClientError, match=problem):
        laboratory.sagemaker.start_pipeline_execution(PipelineName=asking, PipelineParameters=given)
    assert started() == before
