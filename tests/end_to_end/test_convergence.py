"""A publish that is killed, or that fails in one account, is finished by the next one."""

import json
import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from tests.end_to_end.command_line import OFFERED

TRUSTED = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
TRUST = json.dumps({"Version": "2012-10-17", "Statement": TRUSTED})


@pytest.fixture(scope="module")
def empty(make_idle_sandbox) -> Any:
    return make_idle_sandbox()


@pytest.fixture(scope="module")
def run(empty, make_command_line) -> Any:
    return make_command_line(empty)


def kill_at(run, line: str) -> None:
    """Publishes until `line` is printed, and kills the process there."""
    run.deploy_publisher()
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts", "publish"],
        cwd=run.root,
        env=run.environment("publisher"),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert process.stderr
    seen = next((printed for printed in process.stderr if line in printed), None)
    assert seen, f"{line!r} was never printed"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stderr.close()


def test_a_publish_killed_in_the_middle_is_finished_by_the_next(run) -> None:
    kill_at(run, "+ launch role in the hub")
    kill_at(run, "+ portfolio mlops-projects")
    done = run("publisher", "publish")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "plan      nothing to change" in run("publisher", "plan").stdout


def test_a_spoke_that_fails_is_named_and_does_not_stop_the_others(run, make_idle_sandbox, make_command_line) -> None:
    sandbox = make_idle_sandbox()
    iam = sandbox.client("iam", "333333333333")
    iam.create_role(RoleName="mlops-catalog-launch", AssumeRolePolicyDocument=TRUST)
    publish = make_command_line(sandbox)
    done = publish("publisher", "publish")
    assert done.returncode == 3
    assert "spoke roles failed in 1 of the accounts: 333333333333" in done.stderr
    assert "publish again" in done.stderr
    seen = sandbox.client("servicecatalog", "data-scientist").search_products()["ProductViewSummaries"]
    assert {view["Name"] for view in seen} == OFFERED
    iam.delete_role(RoleName="mlops-catalog-launch")
    again = publish("publisher", "publish")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "~ spoke roles again in 333333333333" in again.stdout


def test_what_was_published_survives_a_restart(run, empty) -> None:
    assert run("data-scientist", "launch", "build-train", "kept").returncode == 0
    empty.run("stop")
    empty.start()
    assert "plan      nothing to change" in run("publisher", "plan").stdout
    assert run("publisher", "verify").returncode == 0
    sagemaker = empty.client("sagemaker", "data-scientist")
    assert sagemaker.describe_project(ProjectName="kept")["ProjectStatus"] == "CreateCompleted"
