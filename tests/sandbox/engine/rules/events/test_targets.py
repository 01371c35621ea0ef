"""Targets of rules, as EventBridge takes them."""

import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.conftest import Sandbox

PLACE = f"us-east-1:{Sandbox.development}"
QUEUE = f"arn:aws:sqs:{PLACE}:jobs"
PIPELINE = f"arn:aws:codepipeline:{PLACE}:build"
ROLE = f"arn:aws:iam::{Sandbox.development}:role/starter"


@pytest.fixture
def rule(sandbox: Sandbox) -> str:
    name = f"rule-{uuid.uuid4().hex[:8]}"
    sandbox.client("events").put_rule(Name=name, ScheduleExpression="rate(1 day)")
    return name


def _put(sandbox: Sandbox, rule: str, **target: Any) -> None:
    sandbox.client("events").put_targets(Rule=rule, Targets=[{"Id": "one", "Arn": QUEUE} | target])


def _refusal(sandbox: Sandbox, rule: str, **target: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        _put(sandbox, rule, **target)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_rule_has_at_most_five_targets(sandbox: Sandbox, rule: str) -> None:
    events = sandbox.client("events")
    events.put_targets(Rule=rule, Targets=[{"Id": str(number), "Arn": QUEUE} for number in range(5)])
    events.put_targets(Rule=rule, Targets=[{"Id": "4", "Arn": QUEUE}])
    code, message = _refusal(sandbox, rule)
    assert (code, message) == (
        "LimitExceededException",
        "The requested resource exceeds the maximum number allowed.",
    )


def test_targets_come_in_pages(sandbox: Sandbox, rule: str) -> None:
    events = sandbox.client("events")
    events.put_targets(Rule=rule, Targets=[{"Id": str(number), "Arn": QUEUE} for number in range(4)])
    first = events.list_targets_by_rule(Rule=rule, Limit=3)
    rest = events.list_targets_by_rule(Rule=rule, NextToken=first["NextToken"])
    assert [target["Id"] for target in first["Targets"] + rest["Targets"]] == ["0", "1", "2", "3"]
    assert "NextToken" not in rest


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ({"Arn": "jobs"}, "Parameter jobs is not valid. Reason: Provided Arn is not in correct format."),
        ({"Arn": f"arn:aws:dynamodb:{PLACE}:table/jobs"}, "dynamodb is not a supported service for a target."),
        ({"Arn": PIPELINE}, f"RoleArn is required for target {PIPELINE}."),
        ({"Arn": f"{QUEUE}.fifo"}, "Parameter(s) SqsParameters must be specified for target: one."),
        (
            {"SageMakerPipelineParameters": {"PipelineParameterList": []}},
            "Parameter(s) SageMakerPipelineParameters not supported for target: one.",
        ),
        ({"Input": "{"}, "JSON syntax error in input for target one."),
        ({"InputPath": "detail"}, "InputPath for target one is invalid."),
        ({"InputPath": "$.detail['a']"}, "InputPath for target one is invalid."),
        (
            {"Input": "{}", "InputPath": "$.detail"},
            "Only one of Input, InputPath, or InputTransformer must be provided for target one.",
        ),
        (
            {"InputTransformer": {"InputPathsMap": {"a": "$.detail.a"}, "InputTemplate": '{"b": <b>}'}},
            "InputTemplate for target one contains invalid placeholder b.",
        ),
        (
            {"InputTransformer": {"InputTemplate": '["<aws.events.event.json>"]'}},
            "InputTemplate for target one contains placeholder aws.events.event.json valid only for JSON template.",
        ),
        (
            {"DeadLetterConfig": {"Arn": f"arn:aws:sns:{PLACE}:alerts"}},
            "sns is not supported as a dead letter resource.",
        ),
        (
            {"DeadLetterConfig": {"Arn": f"{QUEUE}.fifo"}},
            "SQS FIFO is not supported by Dead Letter Queues.",
        ),
    ],
)
def test_a_target_that_is_wrong_is_refused(sandbox: Sandbox, rule: str, target: dict[str, Any], message: str) -> None:
    assert _refusal(sandbox, rule, **target) == ("ValidationException", message)


@pytest.mark.parametrize("template", ['{"a": <a>, "b"}', "the value is <a>", '{"a": "<a>}'])
def test_a_template_that_makes_no_json_is_refused(sandbox: Sandbox, rule: str, template: str) -> None:
    transformer = {"InputPathsMap": {"a": "$.detail.a"}, "InputTemplate": template}
    code, message = _refusal(sandbox, rule, InputTransformer=transformer)
    assert code == "ValidationException"
    assert message.startswith("Invalid InputTemplate for target one")


@pytest.mark.parametrize(
    "template",
    [
        '{"a": <a>}',
        '"the value is <a>"',
        '"the value is <a>"\n"of <aws.events.rule-name>"',
        "<aws.events.event>",
        "[<a>]",
    ],
)
def test_a_template_that_makes_json_is_taken(sandbox: Sandbox, rule: str, template: str) -> None:
    transformer = {"InputPathsMap": {"a": "$.detail.list[0]"}, "InputTemplate": template}
    _put(sandbox, rule, InputTransformer=transformer)
    target = sandbox.client("events").list_targets_by_rule(Rule=rule)["Targets"][0]
    assert target["InputTransformer"] == transformer


def test_ids_of_targets_are_unique_and_of_the_models_letters(sandbox: Sandbox, rule: str) -> None:
    events = sandbox.client("events")
    for targets, message in (
        (
            [{"Id": "a b", "Arn": QUEUE}],
            (
                r"1 validation error detected: Value 'a b' at 'targets.1.member.id' failed to satisfy constraint: "
                r"Member must satisfy regular expression pattern: [\.\-_A-Za-z0-9]+"
            ),
        ),
        (
            [{"Id": "a", "Arn": QUEUE}] * 2,
            "Parameter targets is not valid. Reason: More than one target with Id 'a' is provided.",
        ),
    ):
        with pytest.raises(ClientError) as refused:
            events.put_targets(Rule=rule, Targets=targets)
        error = refused.value.response["Error"]
        assert (error["Code"], error["Message"]) == ("ValidationException", message)


@pytest.mark.parametrize(
    "arn",
    [
        f"arn:aws:logs:{PLACE}:log-group:/aws/events/all",
        f"arn:aws:sqs:us-east-1:{Sandbox.hub}:jobs",
        f"arn:aws:events:eu-west-1:{Sandbox.development}:event-bus/default",
        f"arn:aws:firehose:{PLACE}:deliverystream/all",
    ],
)
def test_a_target_that_would_get_nothing_here_is_refused_by_name(sandbox: Sandbox, rule: str, arn: str) -> None:
    code, message = _refusal(sandbox, rule, Arn=arn, RoleArn=ROLE)
    assert code == "SandboxNotImplemented"
    assert arn in message
