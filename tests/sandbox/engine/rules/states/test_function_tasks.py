"""Task states that call functions."""

import io
import json
import uuid
import zipfile
from collections.abc import Iterator

import pytest

from tests.sandbox.engine.rules.states.conftest import TRUST, Workflows
from tests.sandbox.engine.rules.states.machines import machine, task

CODE = """
import time

class Unlucky(Exception):
    pass

def handler(event, context):
    if not isinstance(event, dict):
        return event
    if event.get("fail"):
        raise Unlucky("no luck")
    time.sleep(event.get("sleep", 0))
    return {"got": event}
"""


@pytest.fixture(scope="module")
def function(workflows: Workflows) -> Iterator[str]:
    """The ARN of a function that returns its event, or fails when that has `fail`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("work.py", CODE)
    trust = TRUST | {"Principal": {"Service": "lambda.amazonaws.com"}}
    functions = workflows.service("lambda")
    made = functions.create_function(
        FunctionName=f"f{uuid.uuid4().hex[:8]}",
        Runtime="python3.11",
        Handler="work.handler",
        Role=workflows.role(trust=trust),
        Code={"ZipFile": packed.getvalue()},
    )
    yield made["FunctionArn"]
    functions.delete_function(FunctionName=made["FunctionName"])


def test_a_function_by_its_arn_gives_its_payload(workflows: Workflows, function: str) -> None:
    state = task(function, Parameters={"a.$": "$.x"}, ResultPath="$.result", TimeoutSeconds=20)
    execution = workflows.start(workflows.create(machine(Task=state)), {"x": 1})
    assert json.loads(workflows.ended(execution)["output"]) == {"x": 1, "result": {"got": {"a": 1}}}
    scheduled = workflows.details(execution, "LambdaFunctionScheduled")
    whole = {"inputDetails": {"truncated": False}}
    assert scheduled == {"resource": function, "input": '{"a":1}', "timeoutInSeconds": 20, **whole}
    kinds = [kind for _, _, kind in workflows.chain(execution)[2:5]]
    assert kinds == ["LambdaFunctionScheduled", "LambdaFunctionStarted", "LambdaFunctionSucceeded"]


def test_a_function_gets_any_json(workflows: Workflows, function: str) -> None:
    assert [workflows.output(machine(Task=task(function)), value) for value in ("text", [1], 2)] == ["text", [1], 2]


def test_the_optimized_invocation_wraps_the_payload(workflows: Workflows, function: str) -> None:
    given = {"FunctionName": function, "Payload.$": "$"}
    selected = {"payload.$": "$.Payload.got", "status.$": "$.StatusCode", "version.$": "$.ExecutedVersion"}
    state = task("arn:aws:states:::lambda:invoke", Parameters=given, ResultSelector=selected)
    found = workflows.output(machine(Task=state), {"x": 1})
    assert found == {"payload": {"x": 1}, "status": 200, "version": "$LATEST"}


def test_the_error_of_a_function_is_its_exception(workflows: Workflows, function: str) -> None:
    for state in (
        task(function),
        task("arn:aws:states:::lambda:invoke", Parameters={"FunctionName": function, "Payload.$": "$"}),
    ):
        problem = workflows.handled(state, {"fail": True})
        payload = json.loads(problem["Cause"])
        assert payload["errorMessage"] == "no luck"
        assert problem["Error"] == payload["errorType"]


def test_a_task_that_takes_too_long_is_timed_out(workflows: Workflows, function: str) -> None:
    state = task(function, TimeoutSecondsPath="$.most", Retry=[{"ErrorEquals": ["States.TaskFailed"]}])
    execution = workflows.start(workflows.create(machine(Task=state)), {"sleep": 3, "most": 1})
    assert workflows.ended(execution)["error"] == "States.Timeout"
    kinds = [kind for _, _, kind in workflows.chain(execution)]
    assert kinds[-2:] == ["LambdaFunctionTimedOut", "ExecutionFailed"]
    assert kinds.count("LambdaFunctionScheduled") == 1


def test_a_retrier_tries_as_often_as_it_may(workflows: Workflows, function: str) -> None:
    own = {"ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 2, "BackoffRate": 1}
    retriers = [{"ErrorEquals": ["Other"]}, own]
    state = task(function, Retry=retriers)
    execution = workflows.start(workflows.create(machine(Task=state)), {"fail": True})
    assert json.loads(workflows.ended(execution)["cause"])["errorMessage"] == "no luck"
    kinds = [kind for _, _, kind in workflows.chain(execution)]
    assert kinds.count("LambdaFunctionFailed") == 3
    assert kinds[-1] == "ExecutionFailed"
