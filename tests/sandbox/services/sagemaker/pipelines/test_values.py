"""What a definition may contain: values and conditions, retries, expiry of caches, tuning and transform, parameters."""

import datetime
import itertools

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.services.codepipeline.codepipeline import until
from tests.sandbox.services.sagemaker.sagemaker import IMAGE, SageMakerSandbox
from tests.sandbox.services.sagemaker.tuning import tuned_and_scored

REPORT = """
import json
from pathlib import Path
report = {"runs": [{"score": 1}, {"score": 4, "labels": ["good", "late"]}], "by class": {"a.b": 0.5}}
Path("/opt/ml/processing/output/report/report.json").write_text(json.dumps(report))
"""


@pytest.fixture(scope="module")
def sagemaker_sandbox(sandbox) -> SageMakerSandbox:
    return SageMakerSandbox(sandbox, "444444444444")


def processing(sagemaker_sandbox, name, script="pass", outputs=(), **more):
    request = sagemaker_sandbox.processing(script, {}, list(outputs), f"results/{name}")
    return {"Name": name, "Type": "Processing", "Arguments": request, **more}


def report_value(path):
    return {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.Measure.PropertyFiles.Report"}, "Path": path}}


def condition(comparison, left, right):
    return {"Type": comparison, "LeftValue": left, "RightValue": right}


@pytest.fixture(scope="module")
def measured(sagemaker_sandbox):
    """A pipeline that measures, and fails with what it read and in the branch of its conditions."""
    file = {"PropertyFileName": "Report", "OutputName": "report", "FilePath": "report.json"}
    measure = processing(
        sagemaker_sandbox, "Measure", REPORT, ["report"], PropertyFiles=[file], CacheConfig={"Enabled": True}
    )

    def run(name, conditions):
        values = [report_value("runs[1].score"), report_value("['by class']['a.b']"), report_value("runs[1].labels")]
        message = {"Std:Join": {"On": " ", "Values": values}}
        branches = {
            branch: [{"Name": step, "Type": "Fail", "Arguments": {"ErrorMessage": message}}]
            for branch, step in (("IfSteps", "Yes"), ("ElseSteps", "No"))
        }
        gate = {"Name": "Gate", "Type": "Condition", "Arguments": {"Conditions": conditions, **branches}}
        return sagemaker_sandbox.steps(sagemaker_sandbox.execute(sagemaker_sandbox.pipeline(name, [measure, gate])))

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


def test_no_more_steps_run_at_a_time_than_allowed(sagemaker_sandbox):
    pipeline = sagemaker_sandbox.pipeline(
        "narrow", [processing(sagemaker_sandbox, f"Step{number}") for number in range(3)]
    )
    started = sagemaker_sandbox.sagemaker.start_pipeline_execution(
        PipelineName=pipeline, ParallelismConfiguration={"MaxParallelExecutionSteps": 1}
    )
    execution = sagemaker_sandbox.finished(started["PipelineExecutionArn"])
    steps = sorted(sagemaker_sandbox.steps(execution).values(), key=lambda step: step["StartTime"])
    assert len(steps) == 3
    for before, after in itertools.pairwise(steps):
        assert before["EndTime"] <= after["StartTime"]


def test_cached_result_expires(sagemaker_sandbox):
    cached = processing(sagemaker_sandbox, "Work", CacheConfig={"Enabled": True, "ExpireAfter": "PT1S"})
    pipeline = sagemaker_sandbox.pipeline("expires", [cached])
    ended = sagemaker_sandbox.steps(sagemaker_sandbox.execute(pipeline))["Work"]["EndTime"]
    old = ended + datetime.timedelta(seconds=1)
    until(lambda: datetime.datetime.now(datetime.UTC) > old)
    assert "CacheHitResult" not in sagemaker_sandbox.steps(sagemaker_sandbox.execute(pipeline))["Work"]


def refused_model(sagemaker_sandbox, policy):
    """A step whose call always ends in a fault of the service."""
    containers = [{"Image": IMAGE}, {"Image": IMAGE}]
    arguments = {"Containers": containers, "ExecutionRoleArn": sagemaker_sandbox.role}
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
def test_fault_of_a_service_is_retried_as_the_policy_says(sagemaker_sandbox, name, policies, attempts):
    pipeline = sagemaker_sandbox.pipeline(f"retries-{name}", [refused_model(sagemaker_sandbox, policies)])
    step = sagemaker_sandbox.steps(sagemaker_sandbox.execute(pipeline))["Faulty"]
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
def test_policy_that_cannot_be_is_refused_when_the_pipeline_is_created(sagemaker_sandbox, more, problem):
    with pytest.raises(ClientError, match=problem):
        sagemaker_sandbox.pipeline("refused", [processing(sagemaker_sandbox, "Work") | more])


def test_best_model_of_a_tuning_step_is_used_by_a_transform_step(sagemaker_sandbox):
    steps = sagemaker_sandbox.steps(
        sagemaker_sandbox.execute(sagemaker_sandbox.pipeline("tuned", [*tuned_and_scored(sagemaker_sandbox)]))
    )
    assert {name: run["StepStatus"] for name, run in steps.items()} == {"Tune": "Succeeded", "Score": "Succeeded"}
    job = steps["Tune"]["Metadata"]["TuningJob"]["Arn"].rpartition("/")[2]
    found = sagemaker_sandbox.sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=job)
    assert sagemaker_sandbox.get(f"tuned/{found['BestTrainingJob']['TrainingJobName']}/one.out") == "7\n7\n"


@pytest.fixture(scope="module")
def asking(sagemaker_sandbox):
    parameters = [
        {"Name": "Number", "Type": "Integer", "DefaultValue": 1},
        {"Name": "Colour", "Type": "String", "DefaultValue": "red", "EnumValues": ["red", "blue"]},
        {"Name": "Place", "Type": "String"},
    ]
    message = {
        "Std:Join": {"On": " ", "Values": [{"Get": f"Parameters.{parameter['Name']}"} for parameter in parameters]}
    }
    step = {"Name": "Say", "Type": "Fail", "Arguments": {"ErrorMessage": message}}
    return sagemaker_sandbox.pipeline("asking", [step], parameters)


def test_parameters_have_their_types_and_defaults(sagemaker_sandbox, asking):
    steps = sagemaker_sandbox.steps(sagemaker_sandbox.execute(asking, Number="07", Place="here"))
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
def test_parameters_that_do_not_fit_are_refused_by_name(sagemaker_sandbox, asking, values, problem):
    def started():
        listed = sagemaker_sandbox.sagemaker.list_pipeline_executions(PipelineName=asking)
        return [summary["PipelineExecutionArn"] for summary in listed["PipelineExecutionSummaries"]]

    before, given = started(), [{"Name": name, "Value": value} for name, value in values.items()]
    with pytest.raises(ClientError, match=problem):
        sagemaker_sandbox.sagemaker.start_pipeline_execution(PipelineName=asking, PipelineParameters=given)
    assert started() == before
