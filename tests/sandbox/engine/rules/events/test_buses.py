"""Event buses and their policies."""

import json
import uuid

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.conftest import Sandbox


@pytest.fixture
def bus(sandbox: Sandbox) -> str:
    name = f"bus-{uuid.uuid4().hex[:8]}"
    sandbox.client("events").create_event_bus(Name=name)
    return name


def _refusal(sandbox: Sandbox, operation: str, **parameters: object) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        getattr(sandbox.client("events"), operation)(**parameters)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_bus_is_described_with_what_it_was_given(sandbox: Sandbox, bus: str) -> None:
    events = sandbox.client("events")
    answer = events.create_event_bus(Name=f"{bus}-2", Description="Orders")
    assert answer["Description"] == "Orders"
    assert events.describe_event_bus(Name=answer["EventBusArn"])["Description"] == "Orders"
    assert "Description" not in events.describe_event_bus(Name=bus)
    assert [each["Name"] for each in events.list_event_buses(NamePrefix=bus)["EventBuses"]] == [bus, f"{bus}-2"]


def test_names_of_buses(sandbox: Sandbox, bus: str) -> None:
    for name, code, message in (
        (bus, "ResourceAlreadyExistsException", f"Event bus {bus} already exists."),
        ("default", "ResourceAlreadyExistsException", "Event bus default already exists."),
        ("team/orders", "ValidationException", "Event bus name must not contain '/'."),
    ):
        assert _refusal(sandbox, "create_event_bus", Name=name) == (code, message)


def test_a_bus_with_rules_and_the_default_bus_are_not_deleted(sandbox: Sandbox, bus: str) -> None:
    events = sandbox.client("events")
    events.put_rule(Name="all", EventBusName=bus, EventPattern='{"source": ["a"]}')
    assert _refusal(sandbox, "delete_event_bus", Name=bus) == (
        "ValidationException",
        "EventBus can't be deleted since it has rules.",
    )
    assert _refusal(sandbox, "delete_event_bus", Name="default") == (
        "ValidationException",
        "Cannot delete event bus default.",
    )
    events.delete_rule(Name="all", EventBusName=bus)
    events.delete_event_bus(Name=bus)
    events.delete_event_bus(Name=bus)
    message = ("ResourceNotFoundException", f"Event bus {bus} does not exist.")
    assert _refusal(sandbox, "describe_event_bus", Name=bus) == message
    assert _refusal(sandbox, "put_rule", Name="all", EventBusName=bus, EventPattern="{}") == message


def test_statements_of_a_bus_come_and_go_by_their_id(sandbox: Sandbox, bus: str) -> None:
    events = sandbox.client("events")
    assert _refusal(sandbox, "remove_permission", EventBusName=bus, StatementId="one")[0] == "ResourceNotFoundException"
    events.put_permission(EventBusName=bus, StatementId="one", Action="events:PutEvents", Principal=sandbox.production)
    policy = json.loads(events.describe_event_bus(Name=bus)["Policy"])
    assert policy["Statement"][0]["Principal"] == {"AWS": f"arn:aws:iam::{sandbox.production}:root"}
    assert _refusal(sandbox, "remove_permission", EventBusName=bus, StatementId="two") == (
        "ResourceNotFoundException",
        "Statement with the provided id does not exist.",
    )
    events.remove_permission(EventBusName=bus, StatementId="one")
    assert "Policy" not in events.describe_event_bus(Name=bus)


def test_a_policy_is_for_a_bus_that_is_there(sandbox: Sandbox, bus: str) -> None:
    statement = {"StatementId": "one", "Action": "events:PutEvents", "Principal": "*"}
    assert _refusal(sandbox, "put_permission", EventBusName=f"{bus}-2", **statement) == (
        "ResourceNotFoundException",
        f"Event bus {bus}-2 does not exist.",
    )
    assert _refusal(sandbox, "put_permission", EventBusName=bus, Policy="{")[0] == "ValidationException"
