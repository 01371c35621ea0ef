"""The commands that the builds run, as a person meets them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from account import CONTAINER, FORMER, serving
from deploy.__main__ import main

ROOT = Path(__file__).parent.parent
OF_A_BUILD = ("AWS_", "CODEBUILD_")  # how the names of its variables start
STAGING, PRODUCTION = ("333333333333", "demo-staging"), ("444444444444", "demo-live")
GOLDEN = {"name": "one", "body": "1,2", "content_type": "text/csv", "accept": "text/csv", "predictions": [3]}
BUILD = {
    "AWS_ACCESS_KEY_ID": "222222222222",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "KMS_KEY_ARN": "key",
    "ENDPOINT_TYPE": "real-time",
    "STAGING_ENDPOINT": "demo-staging",
    "PRODUCTION_ENDPOINT": "demo-live",
    "STAGING_PLACE": "s3://bucket/endpoints/staging",
    "PRODUCTION_PLACE": "s3://bucket/endpoints/production",
    "STAGING_TEST_ROLE_ARN": "arn:aws:iam::333333333333:role/test",
    "PRODUCTION_TEST_ROLE_ARN": "arn:aws:iam::444444444444:role/test",
}


@pytest.fixture
def command(monkeypatch, tmp_path, capsys):
    """Runs a command in a folder of its own, with nothing set but the environment; its exit code, output and errors."""

    def run(*arguments, **environment):
        for name in [name for name in os.environ if name.startswith(OF_A_BUILD)]:
            monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["deploy", *arguments])
        monkeypatch.chdir(tmp_path)
        code = main()
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def outcome(command, tmp_path):
    """Runs the test of a stage; what it prints and ends with, and which endpoints it asked."""

    def run(stage, endpoints, container=CONTAINER):
        (tmp_path / "expected_answers.json").write_text(json.dumps({"requests": [GOLDEN]}))
        prepared = {"Resources": {"Model": {"Properties": {"PrimaryContainer": CONTAINER}}}}
        (tmp_path / "endpoint.json").write_text(json.dumps(prepared))
        with serving(endpoints, container) as accounts:
            environment = BUILD | {
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{accounts.server_port}",
                "CODEBUILD_SRC_DIR_Prepared": str(tmp_path),
            }
            code, text, errors = command("test", stage, **environment)
        assert errors == ""
        return code, text, accounts.asked

    return run


def last_line(folder):
    return (folder / "build" / "outcome.txt").read_text()


def test_missing_settings_are_named_in_one_line(command, tmp_path):
    code, _, errors = command("test", "staging", AWS_DEFAULT_REGION="us-east-1")
    assert code == 1
    assert errors.startswith("error: not set: ")
    assert len(errors.splitlines()) == 1
    assert last_line(tmp_path).startswith("failed: not set: ")


def test_an_unknown_stage_is_refused():
    """As the build starts it."""
    started = [sys.executable, "-m", "deploy", "test", "somewhere"]
    ended = subprocess.run(started, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "invalid choice: 'somewhere'" in ended.stderr


def test_staging_and_production_are_each_asked_as_the_role_of_their_account(outcome):
    code, text, asked = outcome("staging", {STAGING: "3", PRODUCTION: "2"})
    assert (code, asked) == (0, {STAGING, PRODUCTION})
    assert "`one` beside production: 1 predictions differ by 1 on average" in text


def test_a_first_deployment_passes_and_says_that_nothing_was_compared(outcome):
    code, text, asked = outcome("staging", {STAGING: "3"})
    assert (code, asked) == (0, {STAGING})
    assert "not compared with production: there is no endpoint demo-live yet" in text


def test_testing_production_asks_production_only(outcome):
    code, text, asked = outcome("production", {STAGING: "3", PRODUCTION: "3"})
    assert (code, asked) == (0, {PRODUCTION})
    assert "not compared with production: this is production" in text


def test_an_endpoint_that_was_rolled_back_in_silence_is_not_tested_as_the_new_one(outcome):
    code, text, asked = outcome("staging", {STAGING: "3", PRODUCTION: "3"}, FORMER)
    assert (code, asked) == (1, set())
    assert "FAILED  demo-staging does not serve the model that was deployed: ModelDataUrl is s3://bucket/1/" in text
    assert "(an alarm)" in text


def test_a_broken_model_ends_the_build(outcome, tmp_path):
    code, text, _ = outcome("staging", {STAGING: "broken", PRODUCTION: "3"})
    assert code == 1
    assert "production answers it, this endpoint does not: status 500" in text
    said = last_line(tmp_path)
    assert said.startswith("failed (and ")
    assert "golden request `one`: status 500" in said


def test_a_broken_production_does_not_keep_its_successor_away(outcome):
    code, text, _ = outcome("staging", {STAGING: "3", PRODUCTION: "broken"})
    assert code == 0
    assert "production does not answer it: status 500" in text
