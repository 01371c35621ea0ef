"""Schedules, as EventBridge Scheduler takes them."""

import datetime
import json
import time
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.conftest import Sandbox
from tests.sandbox.polling import Queue

PLACE = f"us-east-1:{Sandbox.development}"


def _role(sandbox: Sandbox, service: str, **condition: Any) -> str:
    statement = {"Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"}, "Action": "sts:AssumeRole"}
    trust = {"Version": "2012-10-17", "Statement": [statement | ({"Condition": condition} if condition else {})]}
    name = f"schedule-{uuid.uuid4().hex[:8]}"
    created = sandbox.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    return created["Role"]["Arn"]


class Schedules:
    """Schedules for a function, under one role."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.client = sandbox.client("scheduler")
        self.target = {"Arn": f"arn:aws:lambda:{PLACE}:function:nightly", "RoleArn": _role(sandbox, "scheduler")}

    def create(self, expression: str = "rate(1 day)", **more: Any) -> str:
        name = f"schedule-{uuid.uuid4().hex[:8]}"
        given = {"FlexibleTimeWindow": {"Mode": "OFF"}, "Target": self.target} | more
        self.client.create_schedule(Name=name, ScheduleExpression=expression, **given)
        return name

    def refusal(self, expression: str = "rate(1 day)", **more: Any) -> tuple[str, str]:
        with pytest.raises(ClientError) as refused:
            self.create(expression, **more)
        error = refused.value.response["Error"]
        return error["Code"], error["Message"]


@pytest.fixture
def schedules(sandbox: Sandbox) -> Schedules:
    return Schedules(sandbox)


@pytest.mark.parametrize(
    "expression",
    [
        "rate(1 minutes)",
        "rate(5 hour)",
        "rate(7 days)",
        "cron(0 3 ? * MON *)",
        "cron(0 3 ? * MON)",
        "cron(0-15/5 8-8 ? * 2,3,4 *)",
        "cron(0 3 LW * ? 2026-2030)",
        "at(2030-01-31T10:00:00)",
        "AT(2030-01-31T10:00)",
    ],
)
def test_an_expression_of_the_guide_is_taken(schedules: Schedules, expression: str) -> None:
    name = schedules.create(expression)
    described = schedules.client.get_schedule(Name=name)
    assert described["ScheduleExpression"] == expression
    assert described["ScheduleExpressionTimezone"] == "UTC"
    assert "Description" not in described


@pytest.mark.parametrize(
    "expression",
    [
        "rate(0 days)",
        "rate(5)",
        "rate(five days)",
        "rate(5 weeks)",
        "cron(0 3 ? *)",
        "cron(0 3 * * * *)",
        "cron(0 3 ? * ? *)",
        "cron(0 3 ? * FUNDAY *)",
        "cron(75 3 ? * MON *)",
        "cron(0 3 ? * MON#6 *)",
        "at(2030-01-31)",
        "at(2030-02-31T10:00:00)",
        "at(2030-01-31T10:00:00Z)",
        "tomorrow",
    ],
)
def test_an_expression_that_the_guide_does_not_have_is_refused(schedules: Schedules, expression: str) -> None:
    assert schedules.refusal(expression) == ("ValidationException", f"Invalid Schedule Expression {expression}.")


def test_a_window_has_minutes_when_it_is_flexible(schedules: Schedules) -> None:
    schedules.create(FlexibleTimeWindow={"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15})
    assert schedules.refusal(FlexibleTimeWindow={"Mode": "FLEXIBLE"}) == (
        "ValidationException",
        "MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.",
    )
    assert schedules.refusal(FlexibleTimeWindow={"Mode": "OFF", "MaximumWindowInMinutes": 15}) == (
        "ValidationException",
        "MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.",
    )


def test_a_schedule_starts_from_now_on_and_before_it_ends(schedules: Schedules) -> None:
    now, day = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=1)
    schedules.create(StartDate=now - day / 1440, EndDate=now + day)
    assert (
        schedules.refusal(StartDate=now - day)[1] == "The StartDate you specify cannot be earlier than 5 minutes ago."
    )
    assert (
        schedules.refusal(StartDate=now + 2 * day, EndDate=now + day)[1]
        == "The StartDate you specify must come before the EndDate."
    )
    schedules.create("at(2030-01-31T10:00:00)", StartDate=now - day)


def test_a_time_zone_is_one_of_the_world_and_here_only_utc(schedules: Schedules) -> None:
    assert schedules.refusal(ScheduleExpressionTimezone="Mars/Olympus")[0] == "ValidationException"
    assert schedules.refusal(ScheduleExpressionTimezone="Europe/Berlin")[0] == "SandboxNotImplemented"
    schedules.create(ScheduleExpressionTimezone="Etc/UTC")


def test_scheduler_must_be_able_to_assume_the_role(sandbox: Sandbox, schedules: Schedules) -> None:
    message = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
    other_group = {"aws:SourceArn": f"arn:aws:scheduler:{PLACE}:schedule-group/other"}
    for role in (_role(sandbox, "events"), _role(sandbox, "scheduler", ArnLike=other_group)):
        refused = schedules.refusal(Target=schedules.target | {"RoleArn": role})
        assert refused == ("ValidationException", message)
    own_group = {"aws:SourceArn": f"arn:aws:scheduler:{PLACE}:schedule-group/default"}
    schedules.create(Target=schedules.target | {"RoleArn": _role(sandbox, "scheduler", ArnLike=own_group)})


def test_a_role_that_is_missing_is_refused(sandbox: Sandbox, schedules: Schedules) -> None:
    missing = f"arn:aws:iam::{sandbox.development}:role/{uuid.uuid4().hex}"
    assert missing in schedules.refusal(Target=schedules.target | {"RoleArn": missing})[1]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ({"Arn": f"arn:aws:dynamodb:{PLACE}:table/jobs"}, "dynamodb is not a supported service for a target."),
        (
            {"Arn": f"arn:aws:lambda:eu-west-1:{Sandbox.development}:function:nightly"},
            "The target ARN provided does not match the current region us-east-1.",
        ),
        ({"Input": "nightly"}, "JSON syntax error in input for the target."),
        ({"SqsParameters": {"MessageGroupId": "a"}}, "Parameters SqsParameters not supported for the target."),
        ({"Arn": f"arn:aws:sqs:{PLACE}:jobs.fifo"}, "Parameters SqsParameters must be specified."),
    ],
)
def test_a_target_that_is_wrong_is_refused(schedules: Schedules, target: dict[str, Any], message: str) -> None:
    assert schedules.refusal(Target=schedules.target | target) == ("ValidationException", message)


def test_a_schedule_has_its_name_alone(schedules: Schedules) -> None:
    name = schedules.create()
    given = {"FlexibleTimeWindow": {"Mode": "OFF"}, "Target": schedules.target, "ScheduleExpression": "rate(2 days)"}
    with pytest.raises(ClientError, match=f"ConflictException.*Schedule {name} already exists."):
        schedules.client.create_schedule(Name=name, **given)
    schedules.client.update_schedule(Name=name, **given)
    assert schedules.client.get_schedule(Name=name)["ScheduleExpression"] == "rate(2 days)"
    schedules.client.delete_schedule(Name=name)
    for operation in (schedules.client.get_schedule, schedules.client.delete_schedule):
        with pytest.raises(ClientError, match=f"ResourceNotFoundException.*Schedule {name} does not exist."):
            operation(Name=name)


def test_a_schedule_sends_a_message_as_its_role(sandbox: Sandbox, schedules: Schedules) -> None:
    queue = Queue(sandbox, sandbox.development)
    permission = {"Effect": "Allow", "Action": "sqs:*", "Resource": queue.arn}
    sandbox.client("iam").put_role_policy(
        RoleName=schedules.target["RoleArn"].rpartition("/")[2],
        PolicyName="send",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [permission]}),
    )
    soon = time.strftime("%Y-%m-%dT%H:%M", time.gmtime())
    schedules.create(f"at({soon})", Target=schedules.target | {"Arn": queue.arn, "Input": '{"job": "nightly"}'})
    assert queue.until(bool) == [{"job": "nightly"}]
