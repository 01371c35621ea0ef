"""Jobs asked for directly: files, logs and reasons as SageMaker shows them, under the role that was passed."""

import os

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.services.sagemaker.sagemaker import Laboratory

COPY = """
from pathlib import Path
text = Path("/opt/ml/processing/input/data/words").read_text()
Path("/opt/ml/processing/output/loud/words").write_text(text.upper())
print("copied", len(text))
"""
TRAIN = """
import os, sys
from pathlib import Path
print("arguments", sys.argv[1:])
Path(os.environ["SM_MODEL_DIR"], "number").write_text(os.environ["SM_HP_NUMBER"])
print("score=" + os.environ["SM_HP_NUMBER"])
"""


@pytest.fixture(scope="module")
def laboratory(sandbox) -> Laboratory:
    return Laboratory(sandbox)


def test_processing_job_reads_and_writes_s3_through_opt_ml_and_logs(laboratory, sandbox):
    data = laboratory.put("data/words", "quiet")
    request = laboratory.processing(COPY, {"data": data}, ["loud"], "copied")
    laboratory.sagemaker.create_processing_job(ProcessingJobName="copy", **request)
    assert laboratory.ended("processing", "copy")["ProcessingJobStatus"] == "Completed"
    assert laboratory.get("copied/loud/words") == "QUIET"
    events = sandbox.client("logs", laboratory.account).filter_log_events(
        logGroupName="/aws/sagemaker/ProcessingJobs", logStreamNamePrefix="copy/"
    )["events"]
    assert [each["message"] for each in events] == ["copied 5"]


def test_a_message_is_shown_in_its_first_kilobyte_whatever_became_of_the_job(laboratory):
    said = "from pathlib import Path; Path('/opt/ml/output').mkdir(exist_ok=True)"
    write = f"{said}; Path('/opt/ml/output/message').write_bytes({{body!r}}); raise SystemExit({{code}})"
    for name, body, code in (("good", "ä".encode() * 600, 0), ("bad", b"column `age` is empty", 1)):
        request = laboratory.processing(write.format(body=body, code=code), {}, [], "none")
        laboratory.sagemaker.create_processing_job(ProcessingJobName=name, **request)
    assert laboratory.ended("processing", "good")["ExitMessage"] == "ä" * 512
    failed = laboratory.ended("processing", "bad")
    assert failed["FailureReason"] == "AlgorithmError: See job logs for more information"
    assert failed["ExitMessage"] == "column `age` is empty"


def test_a_message_that_is_not_utf_8_fails_the_job(laboratory):
    said = "from pathlib import Path; Path('/opt/ml/output').mkdir(exist_ok=True)"
    request = laboratory.processing(f"{said}; Path('/opt/ml/output/message').write_bytes(b'\\xff')", {}, [], "none")
    laboratory.sagemaker.create_processing_job(ProcessingJobName="latin", **request)
    ended = laboratory.ended("processing", "latin")
    assert ended["ProcessingJobStatus"] == "Failed"
    assert ended["FailureReason"].startswith("ClientError: The exit message")


def test_where_no_mount_is_permitted_the_paths_are_replaced(make_sandbox, monkeypatch, tmp_path):
    refusing = tmp_path / "unshare"
    refusing.write_text("#!/bin/sh\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    laboratory = Laboratory(make_sandbox())
    request = laboratory.processing(COPY, {"data": laboratory.put("data/words", "quiet")}, ["loud"], "copied")
    laboratory.sagemaker.create_processing_job(ProcessingJobName="copy", **request)
    assert laboratory.ended("processing", "copy")["ProcessingJobStatus"] == "Completed"
    assert laboratory.get("copied/loud/words") == "QUIET"


def test_training_job_runs_the_script_with_the_variables_of_the_toolkit(laboratory):
    data = laboratory.put("data/words", "quiet")
    request = laboratory.training(TRAIN, {"number": "7"}, {"train": data})
    laboratory.sagemaker.create_training_job(TrainingJobName="train", **request)
    ended = laboratory.ended("training", "train")
    assert ended["TrainingJobStatus"] == "Completed", ended
    place = ended["ModelArtifacts"]["S3ModelArtifacts"]
    assert place.endswith("/models/train/output/model.tar.gz")
    assert laboratory.keys("models/train/output/") == ["models/train/output/model.tar.gz"]


def test_crash_of_a_script_is_the_reason_of_the_failed_job(laboratory):
    data = laboratory.put("data/words", "quiet")
    request = laboratory.training("raise SystemExit('no such column: age')", {}, {"train": data})
    laboratory.sagemaker.create_training_job(TrainingJobName="crash", **request)
    ended = laboratory.ended("training", "crash")
    assert ended["TrainingJobStatus"] == "Failed"
    assert "no such column: age" in ended["FailureReason"]
    assert ended["FailureReason"].startswith("AlgorithmError: ExecuteUserScriptError:")


def test_role_without_rights_on_the_data_is_named_by_the_failure(laboratory):
    laboratory.put("data/words", "quiet")
    poor = laboratory.make_role("poor", ["logs:*"])
    request = laboratory.processing(COPY, {"data": f"s3://{laboratory.bucket}/data/"}, ["loud"], "copied")
    laboratory.sagemaker.create_processing_job(ProcessingJobName="poor", **{**request, "RoleArn": poor})
    ended = laboratory.ended("processing", "poor")
    assert ended["ProcessingJobStatus"] == "Failed"
    assert "role/poor" in ended["FailureReason"]
    assert "AccessDenied" in ended["FailureReason"]


def test_role_without_the_right_to_pull_the_image_gets_no_container(laboratory):
    poor = laboratory.make_role("no-images", ["s3:*", "logs:*", "ecr:GetAuthorizationToken", "ecr:BatchGetImage"])
    request = laboratory.processing("print('ran')", {}, [], "none")
    laboratory.sagemaker.create_processing_job(ProcessingJobName="no-image", **{**request, "RoleArn": poor})
    ended = laboratory.ended("processing", "no-image")
    assert ended["ProcessingJobStatus"] == "Failed"
    assert "role/no-images' does not have permission to pull the image" in ended["FailureReason"]
    assert "ecr:BatchCheckLayerAvailability" in ended["FailureReason"]


def test_role_that_does_not_trust_sagemaker_is_refused_at_once(laboratory):
    foreign = laboratory.make_role("foreign", ["s3:*"], "lambda.amazonaws.com")
    request = laboratory.processing(COPY, {}, [], "none")
    with pytest.raises(ClientError, match=r"Could not assume role .*role/foreign"):
        laboratory.sagemaker.create_processing_job(ProcessingJobName="foreign", **{**request, "RoleArn": foreign})


def test_running_job_is_stopped(laboratory):
    request = laboratory.processing("import time; time.sleep(60)", {}, [], "none")
    laboratory.sagemaker.create_processing_job(ProcessingJobName="slow", **request)
    laboratory.sagemaker.stop_processing_job(ProcessingJobName="slow")
    assert laboratory.ended("processing", "slow")["ProcessingJobStatus"] == "Stopped"


def test_tuning_job_finds_the_best_of_a_few_combinations(laboratory):
    data = laboratory.put("data/words", "quiet")
    request = laboratory.training(TRAIN, {}, {"train": data})
    definition = {name: request[name] for name in request if name != "HyperParameters"}
    definition["AlgorithmSpecification"]["MetricDefinitions"] = [{"Name": "score", "Regex": "score=([0-9]+)"}]
    laboratory.sagemaker.create_hyper_parameter_tuning_job(
        HyperParameterTuningJobName="tune",
        HyperParameterTuningJobConfig={
            "Strategy": "Random",
            "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "score"},
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 2, "MaxParallelTrainingJobs": 1},
            "ParameterRanges": {"IntegerParameterRanges": [{"Name": "number", "MinValue": "1", "MaxValue": "99"}]},
        },
        TrainingJobDefinition={**definition, "StaticHyperParameters": request["HyperParameters"]},
    )
    ended = laboratory.ended("hyper_parameter_tuning", "tune")
    numbers = [
        int(laboratory.sagemaker.describe_training_job(TrainingJobName=f"tune-00{number}")["HyperParameters"]["number"])
        for number in (1, 2)
    ]
    best = ended["BestTrainingJob"]
    assert best["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] == max(numbers)


def test_transform_job_sends_every_object_to_the_model(laboratory):
    laboratory.model("transform", "5")
    for name in ("a", "b"):
        laboratory.put(f"batch/{name}.csv", "1\n2\n")
    laboratory.sagemaker.create_transform_job(
        TransformJobName="transform",
        ModelName="transform",
        TransformInput={
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{laboratory.bucket}/batch/"}},
            "ContentType": "text/csv",
        },
        TransformOutput={"S3OutputPath": f"s3://{laboratory.bucket}/scored", "Accept": "text/csv"},
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
    )
    ended = laboratory.ended("transform", "transform")
    assert ended["TransformJobStatus"] == "Completed", ended
    assert laboratory.get("scored/a.csv.out") == "5\n5\n"
    assert laboratory.keys("scored/") == ["scored/a.csv.out", "scored/b.csv.out"]
