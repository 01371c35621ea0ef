"""Jobs without a pipeline: files, logs and failure reasons as SageMaker shows them, under the role that was passed."""

import json
import os

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.services.sagemaker.sagemaker import SageMakerSandbox

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
def sagemaker_sandbox(sandbox) -> SageMakerSandbox:
    return SageMakerSandbox(sandbox)


def test_processing_job_reads_and_writes_s3_through_opt_ml_and_logs(sagemaker_sandbox, sandbox):
    data = sagemaker_sandbox.put("data/words", "quiet")
    request = sagemaker_sandbox.processing(COPY, {"data": data}, ["loud"], "copied")
    sagemaker_sandbox.sagemaker.create_processing_job(ProcessingJobName="copy", **request)
    assert sagemaker_sandbox.ended("processing", "copy")["ProcessingJobStatus"] == "Completed"
    assert sagemaker_sandbox.get("copied/loud/words") == "QUIET"
    events = sandbox.client("logs", sagemaker_sandbox.account).filter_log_events(
        logGroupName="/aws/sagemaker/ProcessingJobs", logStreamNamePrefix="copy/"
    )["events"]
    assert [event["message"] for event in events] == ["copied 5"]


def test_the_first_kilobyte_of_an_exit_message_is_shown_for_completed_and_failed_jobs(sagemaker_sandbox):
    create_folder = "from pathlib import Path; Path('/opt/ml/output').mkdir(exist_ok=True)"
    write = f"{create_folder}; Path('/opt/ml/output/message').write_bytes({{body!r}}); raise SystemExit({{code}})"
    for name, body, code in (("good", "ä".encode() * 600, 0), ("bad", b"column `age` is empty", 1)):
        request = sagemaker_sandbox.processing(write.format(body=body, code=code), {}, [], "none")
        sagemaker_sandbox.sagemaker.create_processing_job(ProcessingJobName=name, **request)
    assert sagemaker_sandbox.ended("processing", "good")["ExitMessage"] == "ä" * 512
    failed = sagemaker_sandbox.ended("processing", "bad")
    assert failed["FailureReason"] == "AlgorithmError: See job logs for more information"
    assert failed["ExitMessage"] == "column `age` is empty"


def test_a_message_that_is_not_utf_8_fails_the_job(sagemaker_sandbox):
    create_folder = "from pathlib import Path; Path('/opt/ml/output').mkdir(exist_ok=True)"
    request = sagemaker_sandbox.processing(
        f"{create_folder}; Path('/opt/ml/output/message').write_bytes(b'\\xff')", {}, [], "none"
    )
    sagemaker_sandbox.sagemaker.create_processing_job(ProcessingJobName="latin", **request)
    ended = sagemaker_sandbox.ended("processing", "latin")
    assert ended["ProcessingJobStatus"] == "Failed"
    assert ended["FailureReason"].startswith("ClientError: The exit message")


def test_where_no_mount_is_permitted_the_paths_are_replaced(make_sandbox, monkeypatch, tmp_path):
    refusing = tmp_path / "unshare"
    refusing.write_text("#!/bin/sh\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    sagemaker_sandbox = SageMakerSandbox(make_sandbox())
    request = sagemaker_sandbox.processing(
        COPY, {"data": sagemaker_sandbox.put("data/words", "quiet")}, ["loud"], "copied"
    )
    sagemaker_sandbox.sagemaker.create_processing_job(ProcessingJobName="copy", **request)
    assert sagemaker_sandbox.ended("processing", "copy")["ProcessingJobStatus"] == "Completed"
    assert sagemaker_sandbox.get("copied/loud/words") == "QUIET"


def test_training_job_runs_the_script_with_the_variables_of_the_toolkit(sagemaker_sandbox):
    data = sagemaker_sandbox.put("data/words", "quiet")
    request = sagemaker_sandbox.training(TRAIN, {"number": "7"}, {"train": data})
    sagemaker_sandbox.sagemaker.create_training_job(TrainingJobName="train", **request)
    ended = sagemaker_sandbox.ended("training", "train")
    assert ended["TrainingJobStatus"] == "Completed", ended
    place = ended["ModelArtifacts"]["S3ModelArtifacts"]
    assert place.endswith("/models/train/output/model.tar.gz")
    assert sagemaker_sandbox.keys("models/train/output/") == ["models/train/output/model.tar.gz"]


def test_crash_of_a_script_is_the_reason_of_the_failed_job(sagemaker_sandbox):
    data = sagemaker_sandbox.put("data/words", "quiet")
    request = sagemaker_sandbox.training("raise SystemExit('no such column: age')", {}, {"train": data})
    sagemaker_sandbox.sagemaker.create_training_job(TrainingJobName="crash", **request)
    ended = sagemaker_sandbox.ended("training", "crash")
    assert ended["TrainingJobStatus"] == "Failed"
    assert "no such column: age" in ended["FailureReason"]
    assert ended["FailureReason"].startswith("AlgorithmError: ExecuteUserScriptError:")


def test_role_without_permissions_on_the_data_is_named_by_the_failure_reason(sagemaker_sandbox):
    sagemaker_sandbox.put("data/words", "quiet")
    poor = sagemaker_sandbox.make_role("poor", ["logs:*"])
    request = sagemaker_sandbox.processing(COPY, {"data": f"s3://{sagemaker_sandbox.bucket}/data/"}, ["loud"], "copied")
    sagemaker_sandbox.sagemaker.create_processing_job(ProcessingJobName="poor", **{**request, "RoleArn": poor})
    ended = sagemaker_sandbox.ended("processing", "poor")
    assert ended["ProcessingJobStatus"] == "Failed"
    assert "role/poor" in ended["FailureReason"]
    assert "AccessDenied" in ended["FailureReason"]


def test_role_without_permission_to_pull_the_image_gets_no_container(sagemaker_sandbox):
    poor = sagemaker_sandbox.make_role(
        "no-images", ["s3:*", "logs:*", "ecr:GetAuthorizationToken", "ecr:BatchGetImage"]
    )
    request = sagemaker_sandbox.processing("print('ran')", {}, [], "none")
    sagemaker_sandbox.sagemaker.create_processing_job(ProcessingJobName="no-image", **{**request, "RoleArn": poor})
    ended = sagemaker_sandbox.ended("processing", "no-image")
    assert ended["ProcessingJobStatus"] == "Failed"
    assert "role/no-images' does not have permission to pull the image" in ended["FailureReason"]
    assert "ecr:BatchCheckLayerAvailability" in ended["FailureReason"]


def test_role_that_does_not_trust_sagemaker_is_refused_at_once(sagemaker_sandbox):
    foreign = sagemaker_sandbox.make_role("foreign", ["s3:*"], "lambda.amazonaws.com")
    request = sagemaker_sandbox.processing(COPY, {}, [], "none")
    with pytest.raises(ClientError, match=r"Could not assume role .*role/foreign"):
        sagemaker_sandbox.sagemaker.create_processing_job(
            ProcessingJobName="foreign", **{**request, "RoleArn": foreign}
        )


def test_running_job_is_stopped(sagemaker_sandbox):
    request = sagemaker_sandbox.processing("import time; time.sleep(60)", {}, [], "none")
    sagemaker_sandbox.sagemaker.create_processing_job(ProcessingJobName="slow", **request)
    sagemaker_sandbox.sagemaker.stop_processing_job(ProcessingJobName="slow")
    assert sagemaker_sandbox.ended("processing", "slow")["ProcessingJobStatus"] == "Stopped"


def test_tuning_job_finds_the_best_of_a_few_combinations(sagemaker_sandbox):
    data = sagemaker_sandbox.put("data/words", "quiet")
    request = sagemaker_sandbox.training(TRAIN, {}, {"train": data})
    definition = {name: request[name] for name in request if name != "HyperParameters"}
    definition["AlgorithmSpecification"]["MetricDefinitions"] = [{"Name": "score", "Regex": "score=([0-9]+)"}]
    sagemaker_sandbox.sagemaker.create_hyper_parameter_tuning_job(
        HyperParameterTuningJobName="tune",
        HyperParameterTuningJobConfig={
            "Strategy": "Random",
            "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "score"},
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 2, "MaxParallelTrainingJobs": 1},
            "ParameterRanges": {"IntegerParameterRanges": [{"Name": "number", "MinValue": "1", "MaxValue": "99"}]},
        },
        TrainingJobDefinition={**definition, "StaticHyperParameters": request["HyperParameters"]},
    )
    ended = sagemaker_sandbox.ended("hyper_parameter_tuning", "tune")
    numbers = [
        int(
            sagemaker_sandbox.sagemaker.describe_training_job(TrainingJobName=f"tune-00{number}")["HyperParameters"][
                "number"
            ]
        )
        for number in (1, 2)
    ]
    best = ended["BestTrainingJob"]
    assert best["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] == max(numbers)


def test_transform_job_sends_every_object_to_the_model(sagemaker_sandbox):
    sagemaker_sandbox.model("transform", "5")
    for name in ("a", "b"):
        sagemaker_sandbox.put(f"batch/{name}.csv", "1\n2\n")
    sagemaker_sandbox.sagemaker.create_transform_job(
        TransformJobName="transform",
        ModelName="transform",
        TransformInput={
            "DataSource": {
                "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{sagemaker_sandbox.bucket}/batch/"}
            },
            "ContentType": "text/csv",
        },
        TransformOutput={"S3OutputPath": f"s3://{sagemaker_sandbox.bucket}/scored", "Accept": "text/csv"},
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
    )
    ended = sagemaker_sandbox.ended("transform", "transform")
    assert ended["TransformJobStatus"] == "Completed", ended
    assert sagemaker_sandbox.get("scored/a.csv.out") == "5\n5\n"
    assert sagemaker_sandbox.keys("scored/") == ["scored/a.csv.out", "scored/b.csv.out"]


LISTED = """
from pathlib import Path
folder = Path("/opt/ml/processing/input/data")
found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
Path("/opt/ml/processing/output/loud/words").write_text(" ".join(found))
"""


def manifest_request(sandbox, listed, name):
    uri = sandbox.put(f"manifests/{name}", json.dumps(listed).encode())
    request = sandbox.processing(LISTED, {"data": uri}, ["loud"], name)
    for given in request["ProcessingInputs"]:
        if given["InputName"] == "data":
            given["S3Input"]["S3DataType"] = "ManifestFile"
    sandbox.sagemaker.create_processing_job(ProcessingJobName=name, **request)
    return sandbox.ended("processing", name)


def test_a_manifest_says_which_files_a_processing_job_gets(sagemaker_sandbox):
    for key in ("days/1/a", "days/1/b", "days/2/a"):
        sagemaker_sandbox.put(key, b"words")
    listed = [{"prefix": f"s3://{sagemaker_sandbox.bucket}/days/"}, "1/b", "2/a"]
    assert manifest_request(sagemaker_sandbox, listed, "listed")["ProcessingJobStatus"] == "Completed"
    found = sagemaker_sandbox.s3.get_object(Bucket=sagemaker_sandbox.bucket, Key="listed/loud/words")
    assert found["Body"].read().decode() == "1/b 2/a"


@pytest.mark.parametrize(
    ("name", "listed"),
    [("unlisted", ["days/1/a"]), ("empty", []), ("outside", [{"prefix": "s3://b/"}, "../a"])],
)
def test_what_is_no_manifest_fails_the_job(sagemaker_sandbox, name, listed):
    ended = manifest_request(sagemaker_sandbox, listed, name)
    assert ended["ProcessingJobStatus"] == "Failed"
    assert "is not a valid manifest file" in ended["FailureReason"]
