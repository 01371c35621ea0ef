"""Starting, refusing, stopping; and that nothing is forgotten in between."""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def restartable(sandbox: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    another = type(sandbox)(tmp_path_factory.mktemp("restart"))
    yield another
    another.run("stop")


def _fill(sandbox: Any) -> None:
    sandbox.client("s3", sandbox.hub).create_bucket(Bucket="kept")
    sandbox.client("s3", sandbox.hub).put_object(Bucket="kept", Key="a/b", Body=b"content")
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "kept"}}
    sandbox.deploy("kept", {"Resources": {"Queue": queue}})
    sandbox.client("servicecatalog", sandbox.hub).create_portfolio(DisplayName="kept", ProviderName="p")
    sandbox.client("cloudformation", sandbox.hub).create_stack_set(
        StackSetName="kept", PermissionModel="SERVICE_MANAGED", CallAs="DELEGATED_ADMIN", TemplateBody=json.dumps({})
    )


def _is_full(sandbox: Any) -> bool:
    body = sandbox.client("s3", sandbox.hub).get_object(Bucket="kept", Key="a/b")["Body"].read()
    stack = sandbox.client("cloudformation").describe_stacks(StackName="kept")["Stacks"][0]
    portfolios = sandbox.client("servicecatalog", sandbox.hub).list_portfolios()["PortfolioDetails"]
    sets = sandbox.client("cloudformation", sandbox.hub).list_stack_sets(CallAs="DELEGATED_ADMIN")["Summaries"]
    queue = sandbox.client("sqs").get_queue_url(QueueName="kept")["QueueUrl"]
    found = [
        stack["StackStatus"],
        *(each["DisplayName"] for each in portfolios),
        *(one["StackSetName"] for one in sets),
    ]
    return body == b"content" and bool(queue) and found == ["CREATE_COMPLETE", "kept", "kept"]


def test_everything_survives_a_restart(restartable: Any) -> None:
    assert restartable.run("start").stdout.startswith(
        f"sandbox   {restartable.endpoint} · hub 111111111111 · 3 spokes · us-east-1\n"
    )
    _fill(restartable)
    assert restartable.run("stop").stdout == "sandbox   stopped, state kept\n"
    restartable.run("start")
    assert _is_full(restartable)


def test_a_killed_sandbox_forgets_nothing_older_than_a_few_seconds(restartable: Any) -> None:
    time.sleep(3)
    pid = int((restartable.state / "pid").read_text())
    os.kill(pid, signal.SIGKILL)
    restartable.run("start")
    assert _is_full(restartable)


def test_a_state_folder_in_another_form_is_refused_and_left_as_it_is(restartable: Any) -> None:
    restartable.run("stop")
    form = restartable.state / "form"
    own = form.read_text()
    for other in ("1\n", None):
        form.write_text(other) if other else form.unlink()
        refused = restartable.run("start")
        assert refused.returncode == 3
        assert f"{restartable.state} was written by another version of the sandbox" in refused.stderr
        assert f"hint: remove it: rm -r {restartable.state}" in refused.stderr
    form.write_text(own)
    restartable.run("start")
    assert _is_full(restartable)


def test_a_taken_port_is_refused_with_who_has_it_and_how_to_end_it(sandbox: Any, tmp_path: Path) -> None:
    other = type(sandbox)(tmp_path)
    other.port = sandbox.port
    refused = other.run("start")
    assert refused.returncode == 3
    assert f"port {sandbox.port} is taken by the sandbox of {sandbox.state}" in refused.stderr
    assert f"hint: end it with: python -m sandbox stop --state {sandbox.state}" in refused.stderr


def test_starting_one_that_runs_already_leaves_it_alone(sandbox: Any) -> None:
    before = (sandbox.state / "pid").read_text()
    again = sandbox.run("start")
    assert again.returncode == 0
    assert again.stdout == f"sandbox   {sandbox.endpoint} · hub 111111111111 · 3 spokes · us-east-1\n"
    assert (sandbox.state / "pid").read_text() == before


def test_it_listens_on_loopback_only(sandbox: Any) -> None:
    listening = Path("/proc/net/tcp").read_text()
    assert f"0100007F:{sandbox.port:04X}" in listening
    assert f"00000000:{sandbox.port:04X}" not in listening
