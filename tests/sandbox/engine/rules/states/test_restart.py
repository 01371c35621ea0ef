"""State machines and executions survive a restart; what ran has failed and can be redriven."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.states.conftest import Workflows
from tests.sandbox.engine.rules.states.machines import going, machine, passing


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Sandbox]:
    started = Sandbox(tmp_path)
    started.start()
    yield started
    started.run("stop")


def test_an_execution_that_ran_goes_on_when_it_is_redriven(own: Sandbox) -> None:
    before = Workflows(own)
    slow = machine(A=going(passing(Result={"a": 1}), "B"), B={"Type": "Wait", "SecondsPath": "$.a", "End": True})
    short = before.create(slow, name="short", tags=[{"key": "k", "value": "v"}])
    done = before.ended(before.start(short, name="done"))
    long = before.create(machine(A={"Type": "Wait", "Seconds": 1200, "End": True}), name="long")
    running = before.start(long, name="running")
    own.run("stop")
    own.start()
    after = Workflows(own)
    assert after.client.list_tags_for_resource(resourceArn=short)["tags"] == [{"key": "k", "value": "v"}]
    assert after.client.describe_execution(executionArn=done["executionArn"])["output"] == done["output"]
    assert after.events(done["executionArn"])[0]["type"] == "ExecutionStarted"
    broken = after.client.describe_execution(executionArn=running)
    assert (broken["status"], broken["error"], broken["redriveStatus"]) == ("FAILED", "States.Runtime", "REDRIVABLE")
    after.client.redrive_execution(executionArn=running)
    assert after.ended(running)["status"] == "SUCCEEDED"
