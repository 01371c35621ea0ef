"""What the build does around the job, with AWS in memory: consent, metrics, messages, and one training in a period."""
# ruff: noqa: N803 - arguments are called as AWS calls them

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from watch import job, model, retraining, telling
from watch.__main__ import Clients, run
from watch.settings import Settings, WatchError, read_settings

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
GROUP = "models-p-owner0000000"
SETTINGS = Settings(
    sagemaker_project_id="p-abc123def456",
    sagemaker_project_name="watch",
    sagemaker_project_tags="mlops-catalog:team=red",
    artifact_bucket="own",
    kms_key_arn="arn:aws:kms:us-east-1:111122223333:key/1",
    job_role_arn="arn:aws:iam::111122223333:role/mlops-catalog/sagemaker-p-abc123def456-execution",
    model_package_group_name=GROUP,
    captured_uri="s3://theirs/endpoints/production/capture/",
    topic_arn="arn:aws:sns:us-east-1:111122223333:mlops-catalog-notifications",
    retraining="yes",
    retraining_days="7",
    aws_region="us-east-1",
)
PROBLEMS = {"data": "1 column drifted: age (other values)."}


def refusal(code):
    return ClientError({"Error": {"Code": code, "Message": code}}, "Operation")


class Memory:
    """The clients that a run uses, and what was done with them."""

    def __init__(self, result):
        self.result, self.files, self.metrics, self.messages, self.jobs = result, {}, [], [], []
        self.denied, self.outcome = False, {"ProcessingJobStatus": "Completed"}
        for name in model.FILES:
            self.put("owner", f"executions/e/evaluation/baseline/{name}", b"{}")
        self.put("theirs", "endpoints/production/capture/live/a.jsonl", b"{}")

    def put(self, bucket, key, body, changed=NOW - timedelta(hours=1)):
        self.files[bucket, key] = (body, changed)

    def get_object(self, Bucket, Key):
        if (Bucket, Key) not in self.files:
            raise refusal("NoSuchKey")
        return {"Body": io.BytesIO(self.files[Bucket, Key][0])}

    def put_object(self, Bucket, Key, Body, IfNoneMatch=None):
        if IfNoneMatch and (Bucket, Key) in self.files:
            raise refusal("PreconditionFailed")
        self.put(Bucket, Key, Body, NOW)

    def get_paginator(self, _):
        return self

    def paginate(self, Bucket, Prefix):
        found = [(key, *value) for (bucket, key), value in self.files.items() if bucket == Bucket]
        listed = [
            {"Key": key, "Size": len(body), "LastModified": changed}
            for key, body, changed in found
            if key.startswith(Prefix)
        ]
        return [{"Contents": listed}]

    def list_model_packages(self, **request):
        assert request["ModelApprovalStatus"] == "Approved"
        if self.denied:
            raise refusal("AccessDeniedException")
        return {"ModelPackageSummaryList": [{"ModelPackageArn": "arn:1"}]}

    def describe_model_package(self, ModelPackageName):
        uri = "s3://owner/executions/e/evaluation/baseline/baseline.json"
        return {
            "ModelPackageVersion": 4,
            "DriftCheckBaselines": {"ModelDataQuality": {"Statistics": {"S3Uri": uri}}},
        }

    def create_processing_job(self, **request):
        self.jobs.append(request)
        uri = request["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]["S3Uri"]
        self.put("own", f"{uri.removeprefix('s3://own/')}/result.json", json.dumps(self.result).encode())

    def describe_processing_job(self, ProcessingJobName):
        return self.outcome

    def put_metric_data(self, **request):
        self.metrics.append(request)

    def publish(self, **request):
        self.messages.append(request)

    @property
    def asked(self):
        return [key for bucket, key in self.files if bucket == "own" and key.startswith("executions/retraining/")]


@pytest.fixture
def aws():
    drifted = {"age": ["other values"]}
    result = {"sentence": PROBLEMS["data"], "problems": PROBLEMS, "drifted": drifted, "metrics": {"DataFindings": 1.0}}
    return Memory(result)


def look(aws, now=NOW):
    aws.put("theirs", f"endpoints/production/capture/live/{now:%d}.jsonl", b"{}", now)
    return run(SETTINGS, Clients(aws, aws, aws, aws), now)


def test_a_finding_becomes_a_metric_a_message_and_one_request_for_a_training(aws):
    assert look(aws) == f"{PROBLEMS['data']} A training was asked for."
    [metric] = aws.metrics[0]["MetricData"]
    assert aws.metrics[0]["Namespace"].startswith("/aws/sagemaker/")
    assert metric["Dimensions"] == [{"Name": "ProjectId", "Value": "p-abc123def456"}]
    message = json.loads(aws.messages[0]["Message"])
    assert PROBLEMS["data"] in message["message"]
    assert message["report"].endswith("/report.html")
    assert aws.asked == ["executions/retraining/2026-03-02.json"]


def test_the_same_finding_is_told_once_and_asks_for_no_second_training_in_the_period(aws):
    look(aws)
    text = look(aws, NOW + timedelta(days=3))
    assert "asked for already; the next one not before 2026-03-09" in text
    assert len(aws.messages) == 1
    look(aws, NOW + timedelta(days=7))
    assert len(aws.asked) == 2


def test_two_runs_at_the_same_moment_ask_once(aws):
    aws.put("own", "executions/retraining/2026-03-02.json", b"")
    assert retraining.ask(aws, SETTINGS, PROBLEMS, NOW) == "A training was asked for at this moment by another run."


def test_a_message_says_when_all_is_as_before_again(aws):
    look(aws)
    aws.result = {"sentence": "Nothing to do.", "problems": {}, "drifted": {}, "metrics": {"DataFindings": 0.0}}
    look(aws, NOW + timedelta(days=1))
    assert "As before again" in aws.messages[1]["Message"]


@pytest.mark.parametrize(("chosen", "problems"), [("no", PROBLEMS), ("yes", {}), ("yes", {"bias": "…"})])
def test_nothing_is_asked_for_without_the_choice_or_for_another_reason(aws, chosen, problems):
    settings = Settings(**{**vars(SETTINGS), "retraining": chosen})
    assert retraining.ask(aws, settings, problems, NOW) == ""


def test_without_consent_the_sentence_names_parameter_and_project(aws):
    aws.denied = True
    with pytest.raises(WatchError, match=f"MonitoredBy of that project to {SETTINGS.sagemaker_project_id}"):
        look(aws)


def test_a_period_without_captured_requests_ends_the_run(aws):
    aws.put("theirs", "endpoints/production/capture/live/a.jsonl", b"{}", NOW - timedelta(days=2))
    with pytest.raises(WatchError, match="nothing was captured below s3://theirs"):
        run(SETTINGS, Clients(aws, aws, aws, aws), NOW)
    assert aws.jobs == []


def test_a_failed_job_ends_with_its_own_sentence_and_tells_no_figures(aws):
    aws.outcome = {"ProcessingJobStatus": "Failed", "ExitMessage": "broken.jsonl, line 1, cannot be read"}
    with pytest.raises(WatchError, match=r"broken\.jsonl, line 1"):
        look(aws)
    assert aws.metrics == []


def test_the_job_is_isolated_encrypted_tagged_and_in_the_stock_image(aws):
    look(aws)
    [request] = aws.jobs
    assert request["NetworkConfig"] == {"EnableNetworkIsolation": True}
    assert json.dumps(request).count(SETTINGS.kms_key_arn) == 2
    assert {"Key": "sagemaker:project-id", "Value": "p-abc123def456"} in request["Tags"]
    assert "/sagemaker-scikit-learn:" in request["AppSpecification"]["ImageUri"]
    manifest = next(each for each in request["ProcessingInputs"] if each["InputName"] == "captured")["S3Input"]
    assert manifest["S3DataType"] == "ManifestFile"
    listed = json.loads(aws.files["own", manifest["S3Uri"].removeprefix("s3://own/")][0])
    folder = "endpoints/production/capture/live"
    assert listed == [{"prefix": "s3://theirs/"}, f"{folder}/02.jsonl", f"{folder}/a.jsonl"]


def test_the_network_of_the_account_is_that_of_the_job():
    settings = Settings(**{**vars(SETTINGS), "network_subnets": "a,b", "network_security_groups": "g"})
    request = job.request(settings, "name", job.Inputs("s3://c", "s3://b", "s3://m", None), "s3://r")
    assert request["NetworkConfig"]["VpcConfig"] == {"Subnets": ["a", "b"], "SecurityGroupIds": ["g"]}
    assert "labels" not in [each["InputName"] for each in request["ProcessingInputs"]]


def test_settings_that_are_missing_are_named():
    with pytest.raises(WatchError, match=r"not set: .*TOPIC_ARN"):
        read_settings({"AWS_REGION": "us-east-1"})


def test_an_outcome_is_one_line_without_quotes():
    assert telling.in_one_line('a "b"\n c') == "a 'b' c"
