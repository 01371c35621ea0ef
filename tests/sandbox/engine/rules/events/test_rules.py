"""Rules and their schedules, as EventBridge takes them."""

import json
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.conftest import Sandbox

PATTERN = json.dumps({"source": ["shop.orders"]})


@pytest.fixture
def name() -> str:
    return f"rule-{uuid.uuid4().hex[:8]}"


def _error(refused: Any) -> tuple[str, str]:
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


@pytest.mark.parametrize(
    "expression",
    [
        "rate(1 minute)",
        "rate(5 hours)",
        "cron(0 10 * * ? *)",
        "cron(0/15 8-17 ? * MON-FRI *)",
        "cron(*/10 0-23/2 ? JAN,JUL 1,3 2026-2030)",
        "cron(0 2 ? * SAT#3 *)",
        "cron(0 2 ? * 6L *)",
        "cron(0 2 L * ? *)",
        "cron(0 2 15W * ? *)",
        "cron(0 2 ? * FRI-MON *)",
        "cron(0 20 * * ? 2500)",
    ],
)
def test_an_expression_of_the_guide_is_taken(sandbox: Sandbox, name: str, expression: str) -> None:
    events = sandbox.client("events")
    events.put_rule(Name=name, ScheduleExpression=expression)
    assert events.describe_rule(Name=name)["ScheduleExpression"] == expression


@pytest.mark.parametrize(
    "expression",
    [
        "rate(1 minutes)",
        "rate(5 hour)",
        "rate(0 days)",
        "rate(1.5 hours)",
        "rate(5)",
        "rate(5 weeks)",
        "at(2030-01-01T00:00:00)",
        "cron(0 10 * * *)",
        "cron(0 10 * * * *)",
        "cron(0 10 ? * ? *)",
        "cron(60 10 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 10 32 * ? *)",
        "cron(0 10 ? 13 MON *)",
        "cron(0 10 ? * 8 *)",
        "cron(0 10 ? * MONDAY *)",
        "cron(0 10 ? * MON#6 *)",
        "cron(0 10 ? * MON#1,TUE#2 *)",
        "cron(0 10 1#2 * ? *)",
        "cron(*/60 * * * ? *)",
        "every day",
    ],
)
def test_an_expression_that_the_guide_does_not_have_is_refused(sandbox: Sandbox, name: str, expression: str) -> None:
    with pytest.raises(ClientError) as refused:
        sandbox.client("events").put_rule(Name=name, ScheduleExpression=expression)
    assert _error(refused) == ("ValidationException", "Parameter ScheduleExpression is not valid.")


def test_only_the_default_bus_has_schedules(sandbox: Sandbox, name: str) -> None:
    events = sandbox.client("events")
    events.create_event_bus(Name=name)
    with pytest.raises(ClientError) as refused:
        events.put_rule(Name=name, EventBusName=name, ScheduleExpression="rate(1 day)")
    assert _error(refused)[1] == "ScheduleExpression is supported only on the default event bus."


def test_a_rule_needs_a_pattern_or_a_schedule(sandbox: Sandbox, name: str) -> None:
    with pytest.raises(ClientError) as refused:
        sandbox.client("events").put_rule(Name=name)
    assert _error(refused)[1] == "Parameter(s) EventPattern or ScheduleExpression must be specified."


def test_a_pattern_of_a_rule_has_at_most_2048_bytes(sandbox: Sandbox, name: str) -> None:
    events = sandbox.client("events")
    events.put_rule(Name=name, EventPattern=json.dumps({"source": ["x" * 2000]}))
    with pytest.raises(ClientError) as refused:
        events.put_rule(Name=name, EventPattern=json.dumps({"source": ["x" * 2048]}))
    assert _error(refused)[1] == f"Parameter EventPattern for rule {name} exceeds limit of 2048."


def test_a_wrong_pattern_makes_no_rule(sandbox: Sandbox, name: str) -> None:
    events = sandbox.client("events")
    with pytest.raises(ClientError) as refused:
        events.put_rule(Name=name, EventPattern='{"source": "shop.orders"}')
    assert _error(refused)[0] == "InvalidEventPatternException"
    with pytest.raises(ClientError) as refused:
        events.describe_rule(Name=name)
    assert _error(refused) == ("ResourceNotFoundException", f"Rule {name} does not exist on EventBus default.")


def test_what_a_change_of_a_rule_leaves_out_is_lost(sandbox: Sandbox, name: str) -> None:
    events = sandbox.client("events")
    arn = events.put_rule(
        Name=name, EventPattern=PATTERN, State="DISABLED", Description="First", Tags=[{"Key": "a", "Value": "1"}]
    )["RuleArn"]
    events.put_rule(Name=name, EventPattern=PATTERN, Tags=[{"Key": "a", "Value": "2"}])
    described = events.describe_rule(Name=name)
    assert described["State"] == "ENABLED"
    assert "Description" not in described
    assert events.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "a", "Value": "1"}]


def test_a_rule_is_found_by_the_arn_of_its_bus(sandbox: Sandbox, name: str) -> None:
    events = sandbox.client("events")
    bus = events.create_event_bus(Name=name)["EventBusArn"]
    events.put_rule(Name=name, EventBusName=bus, EventPattern=PATTERN)
    assert events.describe_rule(Name=name, EventBusName=name)["EventBusName"] == name
    assert [rule["Name"] for rule in events.list_rules(EventBusName=bus)["Rules"]] == [name]


def test_a_rule_with_targets_is_not_deleted(sandbox: Sandbox, name: str) -> None:
    events = sandbox.client("events")
    events.put_rule(Name=name, EventPattern=PATTERN)
    events.put_targets(Rule=name, Targets=[{"Id": "one", "Arn": f"arn:aws:sqs:us-east-1:{sandbox.development}:{name}"}])
    with pytest.raises(ClientError) as refused:
        events.delete_rule(Name=name)
    assert _error(refused) == ("ValidationException", "Rule can't be deleted since it has targets.")
    events.remove_targets(Rule=name, Ids=["one"])
    events.delete_rule(Name=name)
    events.delete_rule(Name=name)


@pytest.mark.parametrize("operation", ["describe_rule", "enable_rule", "disable_rule"])
def test_a_rule_that_is_missing_is_not_found(sandbox: Sandbox, name: str, operation: str) -> None:
    with pytest.raises(ClientError) as refused:
        getattr(sandbox.client("events"), operation)(Name=name)
    assert _error(refused) == ("ResourceNotFoundException", f"Rule {name} does not exist on EventBus default.")


def test_tags_are_for_rules_and_buses_that_are_there(sandbox: Sandbox, name: str) -> None:
    events, place = sandbox.client("events"), f"arn:aws:events:us-east-1:{sandbox.development}"
    for arn, message in (
        (f"{place}:rule/{name}", f"Rule {name} does not exist on EventBus default."),
        (f"{place}:event-bus/{name}", f"Event bus {name} does not exist."),
    ):
        with pytest.raises(ClientError) as refused:
            events.tag_resource(ResourceARN=arn, Tags=[{"Key": "a", "Value": "1"}])
        assert _error(refused) == ("ResourceNotFoundException", message)
