"""Task states that wait for jobs, executions and tokens."""

import json
import time
import uuid
from typing import Any

import pytest

from tests.sandbox.engine.rules.states.conftest import HANDLED, TRUST, Workflows
from tests.sandbox.engine.rules.states.machines import machine, passing, task
from tests.sandbox.polling import Queue

FIRST = "arn:aws:states:::states:startExecution.sync"


@pytest.mark.parametrize(("pattern", "expected"), [("sync", '{"made":1}'), ("sync:2", {"made": 1})])
def test_a_nested_execution_is_waited_for(workflows: Workflows, pattern: str, expected: Any) -> None:
    target = workflows.create(
        machine(Pause={"Type": "Wait", "Seconds": 60, "Next": "A"}, A=passing(Result={"made": 1}))
    )
    given = {"StateMachineArn": target, "Input": {"from.$": "$$.Execution.Id"}}
    state = task(FIRST.removesuffix("sync") + pattern, Parameters=given)
    execution = workflows.start(workflows.create(machine(Task=state)))
    found = json.loads(workflows.ended(execution)["output"])
    assert (found["Status"], found["Output"]) == ("SUCCEEDED", expected)
    assert isinstance(found["StartDate"], int)
    assert workflows.details(execution, "TaskSubmitted")["resource"] == f"startExecution.{pattern}"


def test_a_nested_failure_is_a_failed_task_with_the_whole_record(workflows: Workflows) -> None:
    target = workflows.create(machine(A={"Type": "Fail", "Error": "Inner"}))
    problem = workflows.handled(task(FIRST, Parameters={"StateMachineArn": target}))
    assert problem["Error"] == "States.TaskFailed"
    record = json.loads(problem["Cause"])
    assert (record["Status"], record["Error"], record["StateMachineArn"]) == ("FAILED", "Inner", target)


def test_stopping_a_workflow_stops_what_it_waits_for(workflows: Workflows) -> None:
    target = workflows.create(machine(A={"Type": "Wait", "Seconds": 90_000, "End": True}))
    outer = workflows.start(workflows.create(machine(Task=task(FIRST, Parameters={"StateMachineArn": target}))))
    deadline = time.monotonic() + 20
    while not (inner := workflows.client.list_executions(stateMachineArn=target)["executions"]):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    while "TaskSubmitted" not in [kind for _, _, kind in workflows.chain(outer)]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    workflows.client.stop_execution(executionArn=outer)
    assert workflows.ended(inner[0]["executionArn"])["status"] == "ABORTED"


class Waiting:
    """An execution that waits for its token, which it has sent to a queue."""

    def __init__(self, workflows: Workflows, sandbox: Any, **fields: Any) -> None:
        queue = Queue(sandbox, workflows.account)
        message = {"token.$": "$$.Task.Token", "ask": "approve?"}
        given = {"TopicArn": queue.topic(), "Message": message}
        state = task("arn:aws:states:::sns:publish.waitForTaskToken", Parameters=given, **fields) | HANDLED
        self.execution = workflows.start(workflows.create(machine(Ask=state, After=passing())))
        self.token = json.loads(queue.until(bool)[0]["Message"])["token"]


def test_a_task_waits_until_its_token_comes_back(workflows: Workflows, sandbox: Any) -> None:
    waiting = Waiting(workflows, sandbox)
    client = workflows.client
    client.send_task_heartbeat(taskToken=waiting.token)
    with pytest.raises(client.exceptions.InvalidOutput):
        client.send_task_success(taskToken=waiting.token, output="yes")
    client.send_task_success(taskToken=waiting.token, output='{"approved": true}')
    assert json.loads(workflows.ended(waiting.execution)["output"]) == {"approved": True}
    kinds = [kind for _, _, kind in workflows.chain(waiting.execution)[2:6]]
    assert kinds == ["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]
    with pytest.raises(client.exceptions.TaskTimedOut):
        client.send_task_success(taskToken=waiting.token, output="{}")


def test_a_token_can_bring_a_failure(workflows: Workflows, sandbox: Any) -> None:
    waiting = Waiting(workflows, sandbox)
    workflows.client.send_task_failure(taskToken=waiting.token, error="Rejected", cause="by a person")
    problem = json.loads(workflows.ended(waiting.execution)["output"])["problem"]
    assert problem == {"Error": "Rejected", "Cause": "by a person"}


def test_a_task_without_heartbeats_is_timed_out(workflows: Workflows, sandbox: Any) -> None:
    waiting = Waiting(workflows, sandbox, HeartbeatSeconds=1, TimeoutSeconds=60)
    problem = json.loads(workflows.ended(waiting.execution)["output"])["problem"]
    assert problem["Error"] == "States.HeartbeatTimeout"
    assert workflows.details(waiting.execution, "TaskScheduled")["heartbeatInSeconds"] == 1


def test_the_failure_of_a_sagemaker_job_is_its_record(workflows: Workflows) -> None:
    """The job cannot find its data, which is its own failure and not one of the call."""
    job = {
        "ProcessingJobName.$": "$$.Execution.Name",
        "RoleArn": workflows.role(trust=TRUST | {"Principal": {"Service": "sagemaker.amazonaws.com"}}),
        "AppSpecification": {
            "ImageUri": "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"
        },
        "ProcessingInputs": [
            {
                "InputName": "data",
                "S3Input": {
                    "S3Uri": f"s3://none-{uuid.uuid4().hex}/data",
                    "LocalPath": "/opt/ml/processing/input",
                    "S3DataType": "S3Prefix",
                    "S3InputMode": "File",
                },
            }
        ],
        "ProcessingResources": {
            "ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.t3.medium", "VolumeSizeInGB": 1}
        },
    }
    state = task("arn:aws:states:::sagemaker:createProcessingJob.sync", Parameters=job)
    problem = workflows.handled(state)
    assert problem["Error"] == "States.TaskFailed", problem
    record = json.loads(problem["Cause"])
    assert record["ProcessingJobStatus"] == "Failed"
    assert isinstance(record["CreationTime"], int)
