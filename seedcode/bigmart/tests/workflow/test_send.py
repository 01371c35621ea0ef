"""What a build does with the state machines: define them, then start, continue or leave alone."""

import json

import pytest

from project.definitions import PARTS
from project.send import define, start

GIVEN = {"code": "s3://b/code/1", "data": "s3://b/data/", "commit": "abcdef012345", "data_digest": "1"}
TRAINING = '{"ExecutionArn": "arn:aws:states:us-east-1:1:execution:sagemaker-p-1-train:x", "Error": "DataRefused"}'
REJECTED = '{"ExecutionArn": "arn:aws:states:us-east-1:1:execution:sagemaker-p-1-save-model:x", "Error": "Rejected"}'


class States:
    """Step Functions with at most one execution."""

    def __init__(self, status="", cause="", **before):
        self.status, self.cause, self.before = status, cause, {**GIVEN, **before}
        self.calls = []

    def update_state_machine(self, **request):
        self.calls.append(request)

    def list_executions(self, **_):
        return {"executions": [{"executionArn": "arn:1"}] if self.status else []}

    def describe_execution(self, **_):
        redrivable = "REDRIVABLE" if self.status == "FAILED" else "NOT_REDRIVABLE"
        found = {"executionArn": "arn:1", "status": self.status, "input": json.dumps(self.before), "cause": self.cause}
        return found | {"redriveStatus": redrivable}

    def redrive_execution(self, executionArn):  # noqa: N803 - AWS's name
        self.calls.append(("redrive", executionArn))

    def start_execution(self, **request):
        self.calls.append(("start", json.loads(request["input"])))
        return {"executionArn": "arn:2"}


def test_every_machine_gets_its_definition_and_no_role(settings):
    states = States()
    assert len(define(states, settings)) == len(PARTS)
    assert [set(call) for call in states.calls] == [{"stateMachineArn", "definition"}] * len(PARTS)
    assert [call["stateMachineArn"].rpartition("abcdefghijkl-")[2] for call in states.calls] == list(PARTS)


def test_the_first_execution_is_started(settings):
    states = States()
    assert start(states, settings, GIVEN) == "started arn:2"
    assert states.calls == [("start", GIVEN)]


def test_what_runs_is_left_alone(settings):
    states = States("RUNNING")
    assert start(states, settings, GIVEN) == "not started: arn:1 is running"
    assert states.calls == []


@pytest.mark.parametrize(
    ("cause", "digest"), [(TRAINING, "1"), (TRAINING, "2"), ("save-model: SageMaker.AmazonSageMakerException", "1")]
)
def test_what_failed_is_continued_with_the_repaired_data_or_the_same(settings, cause, digest):
    states = States("FAILED", cause)
    assert start(states, settings, {**GIVEN, "data_digest": digest}).startswith("continued arn:1: ")
    assert states.calls == [("redrive", "arn:1")]


@pytest.mark.parametrize(
    ("cause", "changed"),
    [
        (TRAINING, {"commit": "another"}),
        (TRAINING, {"code": "s3://b/code/2"}),
        ("save-model: failed", {"data_digest": "2"}),
        (REJECTED, {}),
        (json.dumps({"Cause": REJECTED}), {}),
    ],
)
def test_other_code_other_data_for_a_later_state_and_a_rejected_version_begin_anew(settings, cause, changed):
    states = States("FAILED", cause)
    assert start(states, settings, {**GIVEN, **changed}) == "started arn:2"


def test_what_succeeded_is_started_again(settings):
    assert start(States("SUCCEEDED"), settings, GIVEN) == "started arn:2"
