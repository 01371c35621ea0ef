"""Executions: how they start, stop, are listed and are redriven."""

import json
import time
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.engine.rules.states.conftest import Workflows
from tests.sandbox.engine.rules.states.machines import going, machine, passing, task
from tests.sandbox.polling import Queue

ENDLESS = machine(A={"Type": "Wait", "Seconds": 90_000, "End": True})


def _code(call: Any, **members: Any) -> str:
    with pytest.raises(ClientError) as refused:
        call(**members)
    return refused.value.response["Error"]["Code"]


@pytest.mark.parametrize("text", ["no json", "{'a': 1}", "", "{"])
def test_an_input_that_is_no_json_is_refused(workflows: Workflows, text: str) -> None:
    arn = workflows.create(machine(A=passing()))
    assert _code(workflows.client.start_execution, stateMachineArn=arn, input=text) == "InvalidExecutionInput"


def test_any_json_is_an_input_and_an_empty_object_is_the_usual_one(workflows: Workflows) -> None:
    arn = workflows.create(machine(A=passing()))
    for text in ("2", '"text"', "null", "[1]"):
        started = workflows.client.start_execution(stateMachineArn=arn, input=text)["executionArn"]
        assert workflows.ended(started)["output"] == text
    unnamed = workflows.client.start_execution(stateMachineArn=arn)["executionArn"]
    assert workflows.ended(unnamed)["input"] == "{}"
    assert uuid.UUID(unnamed.rpartition(":")[2])


def test_starting_a_running_execution_again_gives_it_and_another_input_is_refused(workflows: Workflows) -> None:
    arn = workflows.create(ENDLESS)
    start = workflows.client.start_execution
    first = start(stateMachineArn=arn, name="one", input='{"a":1}')
    again = start(stateMachineArn=arn, name="one", input='{"a":1}')
    assert (again["executionArn"], again["startDate"]) == (first["executionArn"], first["startDate"])
    with pytest.raises(ClientError) as refused:
        start(stateMachineArn=arn, name="one", input='{"a":2}')
    assert refused.value.response["Error"]["Message"] == f"Execution Already Exists: '{first['executionArn']}'"
    workflows.client.stop_execution(executionArn=first["executionArn"])
    assert _code(start, stateMachineArn=arn, name="one", input='{"a":1}') == "ExecutionAlreadyExists"


def test_a_stopped_execution_is_aborted_with_the_given_reasons(workflows: Workflows) -> None:
    execution = workflows.start(workflows.create(ENDLESS))
    stopped = workflows.client.stop_execution(executionArn=execution, error="Enough", cause="a person")["stopDate"]
    found = workflows.client.describe_execution(executionArn=execution)
    assert (found["status"], found["error"], found["cause"]) == ("ABORTED", "Enough", "a person")
    assert found["stopDate"] == stopped
    assert workflows.chain(execution)[-1] == (3, 0, "ExecutionAborted")
    reasons = {"error": "Enough", "cause": "a person"}
    assert workflows.events(execution)[-1]["executionAbortedEventDetails"] == reasons


def test_an_execution_is_described_with_everything_that_aws_tells(workflows: Workflows) -> None:
    arn = workflows.create(machine(A=passing()))
    execution = workflows.start(arn, {"x": 1}, name="told")
    found = workflows.ended(execution)
    assert found["startDate"] <= found["stopDate"]
    assert {
        name: value for name, value in found.items() if name not in {"startDate", "stopDate", "ResponseMetadata"}
    } == {
        "executionArn": execution,
        "stateMachineArn": arn,
        "name": "told",
        "status": "SUCCEEDED",
        "input": '{"x": 1}',
        "inputDetails": {"included": True},
        "output": '{"x":1}',
        "outputDetails": {"included": True},
        "redriveCount": 0,
        "redriveStatus": "NOT_REDRIVABLE",
        "redriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
    }


def test_executions_are_listed_from_the_latest_by_status_in_pages(workflows: Workflows) -> None:
    arn = workflows.create(machine(A={"Type": "Fail", "ErrorPath": "$.error"}))
    names = ["a", "b", "c"]
    for name in names:
        workflows.ended(workflows.start(arn, {"error": name}, name=name))
    pages = workflows.client.get_paginator("list_executions").paginate(
        stateMachineArn=arn, statusFilter="FAILED", PaginationConfig={"PageSize": 2}
    )
    rows = [row for page in pages for row in page["executions"]]
    assert [row["name"] for row in rows] == names[::-1]
    assert {row["redriveCount"] for row in rows} == {0}
    listed = workflows.client.list_executions
    assert listed(stateMachineArn=arn, statusFilter="SUCCEEDED")["executions"] == []
    assert listed(stateMachineArn=arn, redriveFilter="REDRIVEN")["executions"] == []
    assert _code(listed, stateMachineArn=arn, maxResults=1001) == "ValidationException"
    assert _code(listed, stateMachineArn=arn, nextToken="x") == "InvalidToken"


def test_what_does_not_exist_is_named(workflows: Workflows) -> None:
    arn = f"arn:aws:states:us-east-1:{workflows.account}:execution:none:none"
    for operation in ("describe_execution", "get_execution_history", "stop_execution", "redrive_execution"):
        with pytest.raises(ClientError) as refused:
            getattr(workflows.client, operation)(executionArn=arn)
        error = refused.value.response["Error"]
        assert (error["Code"], error["Message"]) == ("ExecutionDoesNotExist", f"Execution Does Not Exist: '{arn}'")


def test_an_execution_that_takes_too_long_is_timed_out(workflows: Workflows) -> None:
    execution = workflows.start(workflows.create({"TimeoutSeconds": 1, **ENDLESS}))
    found = workflows.ended(execution)
    assert (found["status"], found["error"]) == ("TIMED_OUT", "States.Timeout")
    assert workflows.chain(execution)[-1][2] == "ExecutionTimedOut"


def test_a_redriven_execution_goes_on_where_it_failed_with_the_same_input(workflows: Workflows) -> None:
    topic = f"arn:aws:sns:us-east-1:{workflows.account}:redrive-{uuid.uuid4().hex[:8]}"
    publish = task("arn:aws:states:::sns:publish", Parameters={"TopicArn.$": "$.topic", "Message.$": "$.made"})
    first = going(passing(Parameters={"topic": topic, "made.$": "States.UUID()"}), "Both")
    branches = [machine(Say=publish), machine(Id=passing(Parameters={"id.$": "States.UUID()"}))]
    state = {"Type": "Parallel", "Branches": branches, "ResultPath": "$.results", "End": True}
    execution = workflows.start(workflows.create(machine(First=first, Both=state)))
    assert workflows.ended(execution)["error"] == "SNS.NotFoundException"
    made = _entered(workflows, execution, "Both")[0]
    workflows.service("sns").create_topic(Name=topic.rpartition(":")[2])
    assert workflows.client.redrive_execution(executionArn=execution)["redriveDate"]
    found = workflows.ended(execution)
    assert (found["status"], found["redriveCount"]) == ("SUCCEEDED", 1)
    assert len(_entered(workflows, execution, "First")) == 1
    assert _entered(workflows, execution, "Both") == [made, made]
    assert len(_entered(workflows, execution, "Id")) == 1
    assert "ExecutionRedriven" in [kind for _, _, kind in workflows.chain(execution)]
    assert _code(workflows.client.redrive_execution, executionArn=execution) == "ExecutionNotRedrivable"


def _entered(workflows: Workflows, execution: str, name: str) -> list[str]:
    """The inputs of a state at every visit."""
    details = [event.get("stateEnteredEventDetails", {}) for event in workflows.events(execution)]
    return [each["input"] for each in details if each.get("name") == name]


def test_the_status_of_an_execution_is_an_event(workflows: Workflows, sandbox: Any) -> None:
    arn = workflows.create(machine(A=passing()))
    kind = "Step Functions Execution Status Change"
    pattern = {"source": ["aws.states"], "detail-type": [kind], "detail": {"stateMachineArn": [arn]}}
    queue = Queue(sandbox, workflows.account).events(**pattern)
    execution = workflows.start(arn, {"x": 1})
    events = queue.until(lambda received: len(received) == 2)
    details = {event["detail"]["status"]: event["detail"] for event in events}
    assert details.keys() == {"RUNNING", "SUCCEEDED"}
    assert events[0]["resources"] == [execution]
    done = details["SUCCEEDED"]
    assert (done["output"], done["outputDetails"], done["redriveCount"]) == ('{"x":1}', {"included": True}, 0)
    assert details["RUNNING"]["stopDate"] is None


def test_a_rule_of_eventbridge_starts_a_machine_with_the_event(workflows: Workflows) -> None:
    arn = workflows.create(machine(A=passing()))
    events, name = workflows.service("events"), f"start-{uuid.uuid4().hex[:8]}"
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))
    target = {"Id": "machine", "Arn": arn, "RoleArn": _role_of_events(workflows)}
    events.put_targets(Rule=name, Targets=[target])
    events.put_events(Entries=[{"Source": name, "DetailType": "x", "Detail": '{"a": 1}'}])
    deadline = time.monotonic() + 20
    while not (found := workflows.client.list_executions(stateMachineArn=arn)["executions"]):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert json.loads(workflows.ended(found[0]["executionArn"])["output"])["detail"] == {"a": 1}


def _role_of_events(workflows: Workflows) -> str:
    trust = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sts:AssumeRole"}
    return workflows.role({"Effect": "Allow", "Action": "states:StartExecution", "Resource": "*"}, trust=trust)
