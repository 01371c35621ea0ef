"""Task states: what they call under the machine's role, and what they make of answers and refusals."""

import io
import json
import time
import uuid
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from tests.sandbox.engine.rules.states.conftest import TRUST, Workflows
from tests.sandbox.engine.rules.states.machines import going, machine, passing, task
from tests.sandbox.polling import Queue

CODE = """
import time

class Unlucky(Exception):
    pass

def handler(event, context):
    if event.get("fail"):
        raise Unlucky("no luck")
    time.sleep(event.get("sleep", 0))
    return {"got": event}
"""
HANDLED = {"Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.problem", "Next": "After"}]}
FIRST = "arn:aws:states:::states:startExecution.sync"


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


def _handled(workflows: Workflows, state: dict[str, Any], data: Any = None) -> dict[str, str]:
    """Error and cause of a task, as its catcher gets them."""
    definition = machine(Task=state | HANDLED, After=passing(OutputPath="$.problem"))
    return workflows.output(definition, data or {})


def _details(workflows: Workflows, execution: str, kind: str) -> dict[str, Any]:
    """The details of the first event of a type."""
    event = next(event for event in workflows.events(execution) if event["type"] == kind)
    return next((value for name, value in event.items() if name.endswith("EventDetails")), {})


def test_a_call_of_the_sdk_has_pascal_case_names_on_both_sides(workflows: Workflows) -> None:
    target = workflows.create(machine(A=passing()))
    given = {"StateMachineArn": target, "Input.$": "$.data"}
    state = task("arn:aws:states:::aws-sdk:sfn:startExecution", Parameters=given)
    execution = workflows.start(workflows.create(machine(Task=state)), {"data": {"a": 1}})
    output = json.loads(workflows.ended(execution)["output"])
    assert output.keys() == {"ExecutionArn", "StartDate"}
    assert output["StartDate"].endswith("Z")
    assert workflows.ended(output["ExecutionArn"])["input"] == '{"a":1}'
    shown = {"resource": "startExecution", "resourceType": "aws-sdk:sfn"}
    scheduled = _details(workflows, execution, "TaskScheduled")
    assert json.loads(scheduled.pop("parameters")) == {"StateMachineArn": target, "Input": {"a": 1}}
    assert scheduled == shown | {"region": "us-east-1"}
    assert _details(workflows, execution, "TaskStarted") == shown
    assert [kind for _, _, kind in workflows.chain(execution)[1:6]] == [
        "TaskStateEntered",
        "TaskScheduled",
        "TaskStarted",
        "TaskSucceeded",
        "TaskStateExited",
    ]


def test_names_that_a_person_chose_are_left_alone(workflows: Workflows) -> None:
    arn = workflows.create(machine(A=passing()), tags=[{"key": "own name", "value": "v"}])
    state = task("arn:aws:states:::aws-sdk:sfn:listTagsForResource", Parameters={"ResourceArn": arn})
    assert workflows.output(machine(Task=state)) == {"Tags": [{"Key": "own name", "Value": "v"}]}
    queue = {"QueueName": f"q{uuid.uuid4().hex[:8]}", "Tags": {"own name": "v"}}
    made = task("arn:aws:states:::aws-sdk:sqs:createQueue", Parameters=queue, ResultPath="$.made")
    listed = task("arn:aws:states:::aws-sdk:sqs:listQueueTags", Parameters={"QueueUrl.$": "$.made.QueueUrl"})
    found = workflows.output(machine(Make=going(made, "List"), List=listed))
    assert found == {"Tags": {"own name": "v"}}


def test_a_refusal_of_the_sdk_has_the_name_of_the_java_exception(workflows: Workflows) -> None:
    missing = task("arn:aws:states:::aws-sdk:s3:listObjects", Parameters={"Bucket": f"none-{uuid.uuid4().hex}"})
    problem = _handled(workflows, missing)
    assert problem["Error"] == "S3.NoSuchBucketException"
    assert "(Service: S3, Status Code: 404, Request ID: " in problem["Cause"]
    unmodelled = task("arn:aws:states:::aws-sdk:iam:getRole", Parameters={"RoleName": "none"})
    assert _handled(workflows, unmodelled)["Error"] == "Iam.NoSuchEntityException"


def test_a_refusal_of_an_optimized_integration_has_the_older_names(workflows: Workflows) -> None:
    state = task("arn:aws:states:::states:startExecution", Parameters={"StateMachineArn.$": "$.arn"})
    arn = f"arn:aws:states:us-east-1:{workflows.account}:stateMachine:none"
    problem = _handled(workflows, state, {"arn": arn})
    assert problem["Error"] == "StepFunctions.StateMachineDoesNotExistException"
    start = f"State Machine Does Not Exist: '{arn}' (Service: AWSStepFunctions; Status Code: 400; "
    assert problem["Cause"].startswith(f"{start}Error Code: StateMachineDoesNotExist; Request ID: ")


def test_a_message_may_be_any_json(workflows: Workflows, sandbox: Any) -> None:
    queue = Queue(sandbox, workflows.account)
    given = {"TopicArn": queue.topic(), "Message.$": "$"}
    found = workflows.output(machine(Say=task("arn:aws:states:::sns:publish", Parameters=given)), {"a": [1]})
    assert found["MessageId"]
    assert found["SdkHttpMetadata"]["HttpStatusCode"] == 200
    assert json.loads(queue.until(bool)[0]["Message"]) == {"a": [1]}


def test_the_role_must_allow_the_call(workflows: Workflows) -> None:
    poor = workflows.role({"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"})
    state = task("arn:aws:states:::aws-sdk:sns:listTopics", Parameters={}) | HANDLED
    arn = workflows.create(machine(Task=state, After=passing()), roleArn=poor)
    problem = json.loads(workflows.ended(workflows.start(arn))["output"])["problem"]
    assert problem["Error"] == "Sns.AuthorizationErrorException" or "not authorized" in problem["Cause"]
    assert "sns:ListTopics" in problem["Cause"]


def test_a_function_by_its_arn_gives_its_payload(workflows: Workflows, function: str) -> None:
    state = task(function, Parameters={"a.$": "$.x"}, ResultPath="$.result", TimeoutSeconds=20)
    execution = workflows.start(workflows.create(machine(Task=state)), {"x": 1})
    assert json.loads(workflows.ended(execution)["output"]) == {"x": 1, "result": {"got": {"a": 1}}}
    scheduled = _details(workflows, execution, "LambdaFunctionScheduled")
    whole = {"inputDetails": {"truncated": False}}
    assert scheduled == {"resource": function, "input": '{"a":1}', "timeoutInSeconds": 20, **whole}
    kinds = [kind for _, _, kind in workflows.chain(execution)[2:5]]
    assert kinds == ["LambdaFunctionScheduled", "LambdaFunctionStarted", "LambdaFunctionSucceeded"]


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
        problem = _handled(workflows, state, {"fail": True})
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
    assert _details(workflows, execution, "TaskSubmitted")["resource"] == f"startExecution.{pattern}"


def test_a_nested_failure_is_a_failed_task_with_the_whole_record(workflows: Workflows) -> None:
    target = workflows.create(machine(A={"Type": "Fail", "Error": "Inner"}))
    problem = _handled(workflows, task(FIRST, Parameters={"StateMachineArn": target}))
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
    assert _details(workflows, waiting.execution, "TaskScheduled")["heartbeatInSeconds"] == 1


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
    problem = _handled(workflows, state)
    assert problem["Error"] == "States.TaskFailed", problem
    record = json.loads(problem["Cause"])
    assert record["ProcessingJobStatus"] == "Failed"
    assert isinstance(record["CreationTime"], int)


def test_every_event_with_an_error_of_the_parameters_is_one_of_the_runtime(workflows: Workflows) -> None:
    state = going(task("arn:aws:states:::aws-sdk:s3:listObjects", InputPath="$.given"), "B")
    found = workflows.run(machine(A=state, B=passing()), {"given": {"Bucket": "b", "Shout": True}})
    assert found["error"] == "States.Runtime"
    assert "[The field 'Shout' is not supported by Step Functions]" in found["cause"]
