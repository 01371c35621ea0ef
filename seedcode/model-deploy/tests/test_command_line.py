"""The commands that the builds run, as a person meets them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from account import CONTAINER, FORMER, serving

ROOT = Path(__file__).parent.parent
STAGING, PRODUCTION = ("333333333333", "demo-staging"), ("444444444444", "demo-live")
GOLDEN = {"name": "one", "body": "1,2", "content_type": "text/csv", "accept": "text/csv", "predictions": [3]}
BUILD = {
    "AWS_ACCESS_KEY_ID": "222222222222",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "SAGEMAKER_PROJECT_NAME": "demo",
    "SAGEMAKER_PROJECT_ID": "p-abc123def456",
    "ARTIFACT_BUCKET": "bucket",
    "KMS_KEY_ARN": "key",
    "ENDPOINT_TYPE": "real-time",
    "STAGING_ENDPOINT": "demo-staging",
    "PRODUCTION_ENDPOINT": "demo-live",
    "PRODUCTION_ACCOUNT": "444444444444",
}


def outcome(stage, endpoints, folder, container=CONTAINER):
    """What the test build prints and ends with, and which endpoints it asked."""
    (folder / "golden.json").write_text(json.dumps({"requests": [GOLDEN]}))
    prepared = {"Resources": {"Model": {"Properties": {"PrimaryContainer": CONTAINER}}}}
    (folder / "endpoint.json").write_text(json.dumps(prepared))
    account = {"staging": STAGING, "production": PRODUCTION}[stage][0]
    with serving(endpoints, container) as accounts:
        environment = BUILD | {
            "PATH": os.environ["PATH"],
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{accounts.server_port}",
            "CODEBUILD_SRC_DIR_Prepared": str(folder),
            "TEST_ROLE_ARN": f"arn:aws:iam::{account}:role/mlops-catalog/mlops-catalog-endpoint-test",
        }
        command = [sys.executable, "-m", "deploy", "test", stage]
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.stderr == ""
    return ended.returncode, ended.stdout, accounts.asked


@pytest.mark.parametrize("arguments", [["prepare"], ["test", "staging"]])
def test_missing_settings_are_named_in_one_line(arguments):
    nothing = {"PATH": "", "AWS_EC2_METADATA_DISABLED": "true", "AWS_DEFAULT_REGION": "us-east-1"}
    command = [sys.executable, "-m", "deploy", *arguments]
    ended = subprocess.run(command, cwd=ROOT, env=nothing, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: not set: ")
    assert len(ended.stderr.splitlines()) == 1
    assert (ROOT / "build" / "outcome.txt").read_text().startswith("failed: not set: ")


def test_an_unknown_stage_is_refused():
    command = [sys.executable, "-m", "deploy", "test", "somewhere"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 2


def test_staging_and_production_are_each_asked_as_the_role_of_their_account(tmp_path):
    code, text, asked = outcome("staging", {STAGING: "3", PRODUCTION: "2"}, tmp_path)
    assert (code, asked) == (0, {STAGING, PRODUCTION})
    assert "`one` beside production: 1 predictions differ by 1 on average" in text


def test_a_first_deployment_passes_and_says_that_nothing_was_compared(tmp_path):
    code, text, asked = outcome("staging", {STAGING: "3"}, tmp_path)
    assert (code, asked) == (0, {STAGING})
    assert "not compared with production: there is no endpoint demo-live yet" in text


def test_testing_production_asks_production_only(tmp_path):
    code, text, asked = outcome("production", {STAGING: "3", PRODUCTION: "3"}, tmp_path)
    assert (code, asked) == (0, {PRODUCTION})
    assert "not compared with production: this is production" in text


def test_an_endpoint_that_was_rolled_back_in_silence_is_not_tested_as_the_new_one(tmp_path):
    code, text, asked = outcome("staging", {STAGING: "3", PRODUCTION: "3"}, tmp_path, FORMER)
    assert (code, asked) == (1, set())
    assert "FAILED  demo-staging does not serve the model that was deployed: ModelDataUrl is s3://bucket/1/" in text
    assert "(an alarm)" in text


def test_a_broken_model_ends_the_build(tmp_path):
    code, text, _ = outcome("staging", {STAGING: "broken", PRODUCTION: "3"}, tmp_path)
    assert code == 1
    assert "production answers it, this endpoint does not: status 500" in text
    said = (ROOT / "build" / "outcome.txt").read_text()
    assert said.startswith("failed (and ")
    assert "golden request `one`: status 500" in said


def test_a_broken_production_does_not_keep_its_successor_away(tmp_path):
    code, text, _ = outcome("staging", {STAGING: "3", PRODUCTION: "broken"}, tmp_path)
    assert code == 0
    assert "production does not answer it: status 500" in text
