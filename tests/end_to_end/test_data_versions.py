"""Data have a version: what is learnt again, what is not, and what the message is for data that cannot be learnt from.

The census seed is sent to the sandbox as its build sends it, and the pipeline really runs.
"""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.sandbox.services.sagemaker.sagemaker import SageMakerSandbox

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-seeds" / "bin" / "python"
GROUP, PIPELINE = "people", "sagemaker-people-training"
LEFT_BEHIND = shutil.ignore_patterns("__pycache__", ".pytest_cache", ".ruff_cache", ".venv*", "build")


class Ended(NamedTuple):
    status: str
    reasons: list[str]


class Seed:
    """The census seed in a folder of its own, with the settings of a project in the sandbox."""

    def __init__(self, sagemaker_sandbox: SageMakerSandbox, folder: Path) -> None:
        self.sagemaker_sandbox, self.sagemaker = sagemaker_sandbox, sagemaker_sandbox.sagemaker
        self.folder = shutil.copytree(ROOT / "seedcode" / "census", folder, ignore=LEFT_BEHIND)
        self.data = f"s3://{sagemaker_sandbox.bucket}/data/"
        key = sagemaker_sandbox.sandbox.client("kms", sagemaker_sandbox.account).create_key()["KeyMetadata"]["Arn"]
        needed = [f"{service}:*" for service in ("ecr", "kms", "logs", "s3", "sagemaker")]
        role = sagemaker_sandbox.make_role("training", [*needed, "iam:PassRole"])
        self.sagemaker.create_model_package_group(ModelPackageGroupName=GROUP)
        self.environment = {
            "PATH": os.environ["PATH"],
            "AWS_ENDPOINT_URL": sagemaker_sandbox.sandbox.endpoint,
            "AWS_ACCESS_KEY_ID": sagemaker_sandbox.sandbox.root(sagemaker_sandbox.account)["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": sagemaker_sandbox.sandbox.root(sagemaker_sandbox.account)["SecretAccessKey"],
            "SAGEMAKER_PROJECT_NAME": "people",
            "SAGEMAKER_PROJECT_ID": "p-abc123def456",
            "MODEL_PACKAGE_GROUP_NAME": GROUP,
            "PIPELINE_NAME": PIPELINE,
            "PIPELINE_ROLE_ARN": role,
            "ARTIFACT_BUCKET": sagemaker_sandbox.bucket,
            "KMS_KEY_ARN": key,
            "DATA_URI": self.data,
            "NETWORK_SUBNETS": "none",
            "NETWORK_SECURITY_GROUPS": "none",
            "AWS_REGION": "us-east-1",
            "SAGEMAKER_VALIDATE_ROLE": "false",
        }

    def run(self, *arguments: str) -> str:
        ended = subprocess.run(
            [PYTHON, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def start(self) -> str:
        """What every way of starting comes to: the build sends the pipeline. Returns its message."""
        return re.search(r"^execution +(.*)$", self.run("-m", "project.publish", "run"), re.MULTILINE)[1]

    def learn(self) -> Ended:
        """Start, and wait for the end."""
        message = self.start()
        assert message.startswith("started arn:"), message
        arn = message.split()[1]
        deadline = time.monotonic() + 240
        while (found := self.sagemaker.describe_pipeline_execution(PipelineExecutionArn=arn))[
            "PipelineExecutionStatus"
        ] in ("Executing", "Stopping"):
            assert time.monotonic() < deadline, "the execution did not end in time"
            time.sleep(0.5)
        steps = self.sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn)["PipelineExecutionSteps"]
        reasons = [f"{step['StepName']}: {step['FailureReason']}" for step in steps if "FailureReason" in step]
        return Ended(found["PipelineExecutionStatus"], reasons)

    def versions(self) -> list[dict[str, Any]]:
        summaries = self.sagemaker.list_model_packages(ModelPackageGroupName=GROUP)["ModelPackageSummaryList"]
        found = [self.sagemaker.describe_model_package(ModelPackageName=item["ModelPackageArn"]) for item in summaries]
        return sorted(found, key=lambda version: version["ModelPackageVersion"])


@pytest.fixture(scope="module")
def seed(make_sandbox: Any, tmp_path_factory: pytest.TempPathFactory) -> Seed:
    return Seed(SageMakerSandbox(make_sandbox()), tmp_path_factory.mktemp("seed") / "census")


@pytest.fixture(scope="module")
def first(seed: Seed) -> dict[str, Any]:
    """The first version, learnt from the generated table."""
    seed.run("-m", "project.data", seed.data)
    assert seed.learn() == Ended("Succeeded", [])
    [version] = seed.versions()
    return version


@pytest.fixture(scope="module")
def more_rows(seed: Seed, first: dict[str, Any]) -> dict[str, Any]:
    """A version of more data, after the first was rejected."""
    seed.sagemaker.update_model_package(ModelPackageArn=first["ModelPackageArn"], ModelApprovalStatus="Rejected")
    table = seed.sagemaker_sandbox.get("data/generated.csv").splitlines()
    older = [re.sub(r"^\d+", "76", line) for line in table[1:300]]
    seed.sagemaker_sandbox.put("data/older.csv", "\n".join([table[0], *older]) + "\n")
    assert seed.learn() == Ended("Succeeded", [])
    return seed.versions()[-1]


def test_a_version_says_what_it_was_learnt_from_and_why_it_was_good_enough(seed, first):
    recorded = first["CustomerMetadataProperties"]
    assert recorded["data"] == f"{recorded['data-digest'][:12]} 6000 rows"
    shown = r"Good enough: [\d.]+ percent better than a straight line and reliably [\d.]+: required 2.0 and auc"
    assert re.match(shown, recorded["verdict"])
    key = recorded["report"].removeprefix(f"s3://{seed.sagemaker_sandbox.bucket}/")
    assert recorded["data-digest"] in seed.sagemaker_sandbox.get(key)
    assert all(len(value) <= 256 for value in recorded.values())


def test_the_same_data_are_not_learnt_again(seed, first):
    message = seed.start()
    assert message.startswith("not started: version 1 was learnt from the same data")
    assert message.endswith("and is PendingManualApproval: there is nothing new to learn") or "Rejected" in message


def test_the_same_rows_put_again_are_the_same_data(seed, first):
    seed.sagemaker_sandbox.put("data/copy.csv", seed.sagemaker_sandbox.get("data/generated.csv"))
    seed.sagemaker_sandbox.s3.delete_object(Bucket=seed.sagemaker_sandbox.bucket, Key="data/generated.csv")
    try:
        assert seed.start().startswith("not started: version 1 ")
    finally:
        seed.sagemaker_sandbox.put("data/generated.csv", seed.sagemaker_sandbox.get("data/copy.csv"))
        seed.sagemaker_sandbox.s3.delete_object(Bucket=seed.sagemaker_sandbox.bucket, Key="data/copy.csv")


def test_new_rows_give_a_new_model(seed, first, more_rows):
    recorded, before = more_rows["CustomerMetadataProperties"], first["CustomerMetadataProperties"]
    assert more_rows["ModelPackageVersion"] == 2
    assert recorded["data"].endswith(" 6299 rows")
    assert recorded["data-digest"] != before["data-digest"]
    assert recorded["model_sha256"] != before["model_sha256"]


def test_a_rejected_model_is_not_offered_again(seed, more_rows):
    kept = seed.sagemaker_sandbox.get("data/older.csv")
    seed.sagemaker_sandbox.s3.delete_object(Bucket=seed.sagemaker_sandbox.bucket, Key="data/older.csv")
    try:
        assert "version 1 was learnt" in (message := seed.start())
        assert message.endswith("and was rejected: it is not offered again until data, code or settings change")
    finally:
        seed.sagemaker_sandbox.put("data/older.csv", kept)
    assert len(seed.versions()) == 2


def test_refused_data_stop_the_pipeline_with_the_file_the_row_and_the_column(seed, more_rows):
    table = seed.sagemaker_sandbox.get("data/generated.csv").splitlines()
    seed.sagemaker_sandbox.put("data/broken.csv", "\n".join([table[0], table[1], re.sub(r"^\d+", "inf", table[2])]))
    try:
        reason = "The data are refused: broken.csv, row 2: column `age` is `inf`, not a finite number"
        assert seed.learn() == Ended("Failed", [f"DataRefused: {reason}"])
    finally:
        seed.sagemaker_sandbox.s3.delete_object(Bucket=seed.sagemaker_sandbox.bucket, Key="data/broken.csv")
    assert len(seed.versions()) == 2


def test_a_start_without_a_digest_is_refused_and_one_for_other_data_fails_by_name(seed, more_rows):
    with pytest.raises(seed.sagemaker.exceptions.ClientError, match="DataDigest"):
        seed.sagemaker.start_pipeline_execution(PipelineName=PIPELINE)
    parameters = [{"Name": "DataDigest", "Value": "f" * 64}]
    arn = seed.sagemaker.start_pipeline_execution(PipelineName=PIPELINE, PipelineParameters=parameters)
    deadline = time.monotonic() + 120
    while not (steps := _failed(seed.sagemaker, arn["PipelineExecutionArn"])):
        assert time.monotonic() < deadline
        time.sleep(0.5)
    name = steps[0]["Metadata"]["ProcessingJob"]["Arn"].rpartition("/")[2]
    job = seed.sagemaker.describe_processing_job(ProcessingJobName=name)
    # The reason says nothing at AWS; the job's message does.
    assert job["FailureReason"] == "AlgorithmError: See job logs for more information"
    assert "this execution was started for ffffffffffff" in job["ExitMessage"]


def _failed(sagemaker: Any, arn: str) -> list[dict[str, Any]]:
    steps = sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn)["PipelineExecutionSteps"]
    return [step for step in steps if step["StepStatus"] == "Failed"]
