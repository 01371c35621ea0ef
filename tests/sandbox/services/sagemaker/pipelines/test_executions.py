"""Executions of pipelines: order, conditions, caches, retries and reasons as SageMaker shows them."""

import json
import time

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.services.sagemaker.sagemaker import SageMakerSandbox, until

MEASURE = """
import json, sys
from pathlib import Path
output = Path("/opt/ml/processing/output/report")
(output / "report.json").write_text(json.dumps({"quality": {"value": float(sys.argv[1])}}))
card = json.dumps({"intended_uses": {"intended_uses": "tests", "risk_rating": "Low"}})
(output / "card.json").write_text(json.dumps({"content": card}))
"""
MEET = """
import sys, time
from pathlib import Path
import boto3
s3, bucket = boto3.client("s3"), sys.argv[1]
s3.put_object(Bucket=bucket, Key="meeting/" + sys.argv[2], Body=b"here")
for _ in range(100):
    if s3.list_objects_v2(Bucket=bucket, Prefix="meeting/")["KeyCount"] == 2:
        raise SystemExit(0)
    time.sleep(0.1)
raise SystemExit("the other step did not start")
"""
COPY = """
import shutil
shutil.copytree("/opt/ml/processing/input/data", "/opt/ml/processing/output/copy", dirs_exist_ok=True)
"""


@pytest.fixture(scope="module")
def sagemaker_sandbox(sandbox) -> SageMakerSandbox:
    return SageMakerSandbox(sandbox, "333333333333")


def processing(sagemaker_sandbox, name, script, *arguments, outputs=(), **rest):
    request = sagemaker_sandbox.processing(script, rest.pop("inputs", {}), list(outputs), f"results/{name}")
    if arguments:
        request["AppSpecification"]["ContainerArguments"] = list(arguments)
    return {"Name": name, "Type": "Processing", "Arguments": request, **rest}


def gated(sagemaker_sandbox, group):
    """Measure, then register when the measure is at least Wanted, or else fail."""
    measure = processing(
        sagemaker_sandbox, "Measure", MEASURE, "0.8", outputs=["report"],
        PropertyFiles=[
            {"PropertyFileName": "Report", "OutputName": "report", "FilePath": "report.json"},
            {"PropertyFileName": "Card", "OutputName": "report", "FilePath": "card.json"},
        ],
        CacheConfig={"Enabled": True, "ExpireAfter": "P30D"},
    )  # fmt: skip
    quality = {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.Measure.PropertyFiles.Report"}, "Path": "quality.value"}}
    report = {"Get": "Steps.Measure.ProcessingOutputConfig.Outputs['report'].S3Output.S3Uri"}
    metrics = {"ContentType": "application/json", "S3Uri": {"Std:Join": {"On": "/", "Values": [report, "report.json"]}}}
    card = {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.Measure.PropertyFiles.Card"}, "Path": "content"}}
    register = {
        "ModelPackageGroupName": group,
        "ModelCard": {"ModelCardContent": card, "ModelCardStatus": "PendingReview"},
        "ModelApprovalStatus": "PendingManualApproval",
        "ModelMetrics": {"ModelQuality": {"Statistics": metrics}},
    }
    reason = {"Std:Join": {"On": " ", "Values": ["Quality", quality, "is below", {"Get": "Parameters.Wanted"}]}}
    gate = {
        "Conditions": [
            {"Type": "GreaterThanOrEqualTo", "LeftValue": quality, "RightValue": {"Get": "Parameters.Wanted"}}
        ],
        "IfSteps": [{"Name": "Register", "Type": "RegisterModel", "Arguments": register}],
        "ElseSteps": [{"Name": "TooBad", "Type": "Fail", "Arguments": {"ErrorMessage": reason}}],
    }
    return [measure, {"Name": "Gate", "Type": "Condition", "Arguments": gate}]


@pytest.fixture(scope="module")
def gate(sagemaker_sandbox):
    sagemaker_sandbox.sagemaker.create_model_package_group(ModelPackageGroupName="gated")
    wanted = [{"Name": "Wanted", "Type": "Float", "DefaultValue": 0.5}]
    return sagemaker_sandbox.pipeline("gate", gated(sagemaker_sandbox, "gated"), wanted)


def test_good_model_is_registered_with_its_metrics_and_its_card(sagemaker_sandbox, gate):
    execution = sagemaker_sandbox.execute(gate)
    assert execution["PipelineExecutionStatus"] == "Succeeded", execution
    steps = sagemaker_sandbox.steps(execution)
    assert list(steps) == ["Measure", "Gate", "Register"]
    assert steps["Gate"]["Metadata"]["Condition"]["Outcome"] == "True"
    package = steps["Register"]["Metadata"]["RegisterModel"]["Arn"]
    version = sagemaker_sandbox.sagemaker.describe_model_package(ModelPackageName=package)
    content = json.loads(version["ModelCard"]["ModelCardContent"])
    assert content == {"intended_uses": {"intended_uses": "tests", "risk_rating": "Low"}}
    assert version["ModelCard"]["ModelCardStatus"] == "PendingReview"
    metrics = version["ModelMetrics"]
    assert metrics["ModelQuality"]["Statistics"]["S3Uri"].endswith("/results/Measure/report/report.json")


def test_missed_gate_ends_in_the_fail_step_with_its_message(sagemaker_sandbox, gate):
    execution = sagemaker_sandbox.execute(gate, Wanted="0.9")
    assert execution["PipelineExecutionStatus"] == "Failed"
    assert execution["FailureReason"] == "Step failure: One or multiple steps failed."
    assert sagemaker_sandbox.steps(execution)["TooBad"]["FailureReason"] == "Quality 0.8 is below 0.9"


def test_same_arguments_are_answered_from_the_cache(sagemaker_sandbox, gate):
    first = sagemaker_sandbox.steps(sagemaker_sandbox.execute(gate))["Measure"]
    second = sagemaker_sandbox.steps(sagemaker_sandbox.execute(gate))["Measure"]
    assert second["CacheHitResult"]["SourcePipelineExecutionArn"].startswith("arn:aws:sagemaker:")
    assert second["Metadata"] == first["Metadata"]


def test_steps_that_need_nothing_of_each_other_run_at_the_same_time(sagemaker_sandbox):
    both = [processing(sagemaker_sandbox, name, MEET, sagemaker_sandbox.bucket, name) for name in ("Left", "Right")]
    execution = sagemaker_sandbox.execute(sagemaker_sandbox.pipeline("parallel", both))
    assert execution["PipelineExecutionStatus"] == "Succeeded", sagemaker_sandbox.steps(execution)


def test_crash_fails_its_step_and_nothing_after_it_begins(sagemaker_sandbox):
    crash = processing(sagemaker_sandbox, "Crash", "raise SystemExit('no data')")
    after = processing(sagemaker_sandbox, "After", "pass", DependsOn=["Crash"])
    steps = sagemaker_sandbox.steps(sagemaker_sandbox.execute(sagemaker_sandbox.pipeline("crash", [crash, after])))
    assert {name: run["StepStatus"] for name, run in steps.items()} == {"Crash": "Failed"}
    assert steps["Crash"]["FailureReason"] == "AlgorithmError: See job logs for more information"


def test_retry_runs_only_steps_that_did_not_succeed(sagemaker_sandbox):
    place = f"s3://{sagemaker_sandbox.bucket}/late/"
    ready = processing(sagemaker_sandbox, "Ready", "pass")
    copy = processing(sagemaker_sandbox, "Copy", COPY, inputs={"data": place}, outputs=["copy"], DependsOn=["Ready"])
    execution = sagemaker_sandbox.execute(sagemaker_sandbox.pipeline("retry", [ready, copy]))
    before = sagemaker_sandbox.steps(execution)
    assert f'No S3 objects found under S3 URL "{place}"' in before["Copy"]["FailureReason"]
    sagemaker_sandbox.put("late/file", "now")
    arn = execution["PipelineExecutionArn"]
    sagemaker_sandbox.sagemaker.retry_pipeline_execution(PipelineExecutionArn=arn, ClientRequestToken="r" * 32)
    assert sagemaker_sandbox.finished(arn)["PipelineExecutionStatus"] == "Succeeded"
    assert sagemaker_sandbox.steps(execution)["Ready"] == before["Ready"]
    assert sagemaker_sandbox.get("results/Copy/copy/file") == "now"


def test_stopped_execution_stops_its_jobs(sagemaker_sandbox):
    slow = processing(sagemaker_sandbox, "Slow", "import time; time.sleep(60)")
    pipeline = sagemaker_sandbox.pipeline("slow", [slow])
    arn = sagemaker_sandbox.sagemaker.start_pipeline_execution(PipelineName=pipeline)["PipelineExecutionArn"]
    execution = {"PipelineExecutionArn": arn}
    until(lambda: {"Metadata": None, **sagemaker_sandbox.steps(execution).get("Slow", {})}, "Metadata", (None,))
    sagemaker_sandbox.sagemaker.stop_pipeline_execution(PipelineExecutionArn=arn, ClientRequestToken="s" * 32)
    assert sagemaker_sandbox.finished(arn)["PipelineExecutionStatus"] == "Stopped"
    assert sagemaker_sandbox.steps(execution)["Slow"]["StepStatus"] == "Stopped"


def test_same_token_starts_one_execution(sagemaker_sandbox, gate):
    start = sagemaker_sandbox.sagemaker.start_pipeline_execution
    arns = {start(PipelineName=gate, ClientRequestToken="t" * 32)["PipelineExecutionArn"] for _ in range(2)}
    assert len(arns) == 1
    sagemaker_sandbox.finished(arns.pop())


def test_missing_permission_to_create_a_job_is_the_failure_reason_of_the_step(sagemaker_sandbox):
    poor = sagemaker_sandbox.make_role("poor-pipeline", ["logs:*"])
    sagemaker_sandbox.pipeline("poor", [processing(sagemaker_sandbox, "Work", "pass")])
    sagemaker_sandbox.sagemaker.update_pipeline(PipelineName="poor", RoleArn=poor)
    reason = sagemaker_sandbox.steps(sagemaker_sandbox.execute("poor"))["Work"]["FailureReason"]
    assert reason.startswith("ClientError: Failed to invoke sagemaker:CreateProcessingJob. Error Details: User: ")
    assert "assumed-role/poor-pipeline/" in reason


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        ([{"Name": "A", "Type": "Fail", "Arguments": {"ErrorMessage": {"Get": "Parameters.No"}}}], "Parameters.No"),
        ([{"Name": "A", "Type": "Lambda", "Arguments": {}}], "step of type Lambda"),
        ([{"Name": "A", "Type": "Fail", "Arguments": {}, "DependsOn": ["A"]}], "Cyclic dependency"),
    ],
)
def test_definition_that_cannot_run_is_refused_when_it_is_created(sagemaker_sandbox, steps, problem):
    with pytest.raises(ClientError, match=problem):
        sagemaker_sandbox.pipeline("refused", steps)


def test_each_change_of_an_execution_is_an_event(sagemaker_sandbox, sandbox, gate):
    queues, events = (
        sandbox.client("sqs", sagemaker_sandbox.account),
        sandbox.client("events", sagemaker_sandbox.account),
    )
    queue = queues.create_queue(QueueName="changes")["QueueUrl"]
    target = f"arn:aws:sqs:us-east-1:{sagemaker_sandbox.account}:changes"
    letting = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}
    policy = {"Version": "2012-10-17", "Statement": [{**letting, "Resource": target}]}
    queues.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(policy)})
    pattern = {"detail-type": ["SageMaker Model Building Pipeline Execution Status Change"]}
    events.put_rule(Name="changes", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="changes", Targets=[{"Id": "queue", "Arn": target}])
    sagemaker_sandbox.execute(gate)
    received: list[str] = []
    deadline = time.monotonic() + 20
    while len(received) < 2 and time.monotonic() < deadline:
        messages = queues.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=5).get("Messages", [])
        received += [json.loads(message["Body"])["detail"]["currentPipelineExecutionStatus"] for message in messages]
    assert sorted(received) == ["Executing", "Succeeded"]
