"""Entries of PutEvents, and what targets get of them."""

import datetime
import json
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.conftest import Sandbox
from tests.sandbox.polling import Queue

ENTRY = {"Source": "shop.orders", "DetailType": "Order Placed", "Detail": "{}"}


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"Source": ""}, "InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument."),
        (
            {"DetailType": ""},
            "InvalidArgument",
            "Parameter DetailType is not valid. Reason: DetailType is a required argument.",
        ),
        ({"Detail": ""}, "InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument."),
        ({"Detail": "text"}, "MalformedDetail", "Detail is malformed."),
        ({"Detail": '"text"'}, "MalformedDetail", "Detail is malformed."),
        ({"Detail": "[{}]"}, "MalformedDetail", "Detail is malformed."),
        ({"Source": "aws.s3"}, "NotAuthorizedForSourceException", "Not authorized for the source."),
    ],
)
def test_an_entry_that_is_wrong_does_not_keep_the_others_back(
    sandbox: Sandbox, change: dict[str, str], code: str, message: str
) -> None:
    answer = sandbox.client("events").put_events(Entries=[ENTRY, ENTRY | change, ENTRY])
    assert answer["FailedEntryCount"] == 1
    first, wrong, last = answer["Entries"]
    assert wrong == {"ErrorCode": code, "ErrorMessage": message}
    assert first["EventId"] != last["EventId"]


def test_a_request_has_at_most_ten_entries_of_a_megabyte(sandbox: Sandbox) -> None:
    events = sandbox.client("events")
    with pytest.raises(ClientError) as refused:
        events.put_events(Entries=[ENTRY] * 11)
    error = refused.value.response["Error"]
    assert error["Code"] == "ValidationException"
    assert "PutEventsRequestEntry(time=null, source=shop.orders, resources=null, " in error["Message"]
    assert error["Message"].endswith("Member must have length less than or equal to 10")
    with pytest.raises(ClientError, match="Total size of the entries in the request is over the limit"):
        events.put_events(Entries=[ENTRY | {"Detail": json.dumps({"text": "x" * 600_000})}] * 2)


def test_an_event_for_a_bus_that_is_missing_is_lost(sandbox: Sandbox) -> None:
    entry = ENTRY | {"EventBusName": f"bus-{uuid.uuid4().hex[:8]}"}
    answer = sandbox.client("events").put_events(Entries=[entry])
    assert answer["FailedEntryCount"] == 0
    assert answer["Entries"][0]["EventId"]


class Target:
    """A queue as the target of a rule for a source of its own."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.source = f"shop.{uuid.uuid4().hex[:8]}"
        self._queue, self._events = Queue(sandbox, sandbox.development), sandbox.client("events")

    def create(self, pattern: dict[str, Any] | None = None, **target: Any) -> None:
        whole = {"source": [self.source]} | (pattern or {})
        self._events.put_rule(Name=self.source, EventPattern=json.dumps(whole))
        self._events.put_targets(Rule=self.source, Targets=[{"Id": "queue", "Arn": self._queue.arn} | target])

    def put(self, detail: Any, **more: Any) -> None:
        entry = ENTRY | {"Source": self.source, "Detail": json.dumps(detail)} | more
        self._events.put_events(Entries=[entry])

    def message(self) -> Any:
        (received,) = self._queue.until(bool)
        return received


@pytest.fixture
def target(sandbox: Sandbox) -> Target:
    return Target(sandbox)


def test_an_event_has_the_time_and_the_resources_of_its_entry(target: Target) -> None:
    target.create()
    moment = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    target.put({"a": 1.50}, Time=moment, Resources=["arn:aws:s3:::orders"])
    event = target.message()
    assert event["time"] == "2026-01-02T03:04:05Z"
    assert event["resources"] == ["arn:aws:s3:::orders"]
    assert event["detail"] == {"a": 1.5}


def test_rules_match_as_test_event_pattern_does(target: Target) -> None:
    target.create({"detail": {"$or": [{"state.name": ["done"]}, {"total": [{"numeric": [">", 10]}]}]}})
    target.put({"total": 9})
    target.put({"state": {"name": "done"}})
    assert target.message()["detail"] == {"state": {"name": "done"}}


def test_an_input_path_takes_a_part_of_the_event(target: Target) -> None:
    target.create(InputPath="$.detail.orders[1]")
    target.put({"orders": [{"id": 1}, {"id": 2}]})
    assert target.message() == {"id": 2}


def test_a_transformer_knows_the_event_without_its_detail(target: Target) -> None:
    template = '{"rule": <aws.events.rule-name>, "event": <aws.events.event>, "none": <none>, "list": "<list>"}'
    paths = {"none": "$.detail.none", "list": "$.detail.list"}
    target.create(InputTransformer={"InputPathsMap": paths, "InputTemplate": template})
    target.put({"list": ["a", "b"]})
    message = target.message()
    assert message["rule"] == target.source
    assert message["event"]["detailType"] == "Order Placed"
    assert "detail" not in message["event"]
    assert (message["none"], message["list"]) == ("", "[a,b]")
