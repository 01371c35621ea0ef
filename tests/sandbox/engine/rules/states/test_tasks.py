"""Task states: what they call under the machine's role, and what they make of answers and refusals."""

import json
import uuid
from typing import Any

from tests.sandbox.engine.rules.states.conftest import HANDLED, Workflows
from tests.sandbox.engine.rules.states.machines import going, machine, passing, task
from tests.sandbox.polling import Queue


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
    scheduled = workflows.details(execution, "TaskScheduled")
    assert json.loads(scheduled.pop("parameters")) == {"StateMachineArn": target, "Input": {"a": 1}}
    assert scheduled == shown | {"region": "us-east-1"}
    assert workflows.details(execution, "TaskStarted") == shown
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
    problem = workflows.handled(missing)
    assert problem["Error"] == "S3.NoSuchBucketException"
    assert "(Service: S3, Status Code: 404, Request ID: " in problem["Cause"]
    unmodelled = task("arn:aws:states:::aws-sdk:iam:getRole", Parameters={"RoleName": "none"})
    assert workflows.handled(unmodelled)["Error"] == "Iam.NoSuchEntityException"


def test_a_refusal_of_an_optimized_integration_has_the_older_names(workflows: Workflows) -> None:
    state = task("arn:aws:states:::states:startExecution", Parameters={"StateMachineArn.$": "$.arn"})
    arn = f"arn:aws:states:us-east-1:{workflows.account}:stateMachine:none"
    problem = workflows.handled(state, {"arn": arn})
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


def test_every_event_with_an_error_of_the_parameters_is_one_of_the_runtime(workflows: Workflows) -> None:
    state = going(task("arn:aws:states:::aws-sdk:s3:listObjects", InputPath="$.given"), "B")
    found = workflows.run(machine(A=state, B=passing()), {"given": {"Bucket": "b", "Shout": True}})
    assert found["error"] == "States.Runtime"
    assert "[The field 'Shout' is not supported by Step Functions]" in found["cause"]
