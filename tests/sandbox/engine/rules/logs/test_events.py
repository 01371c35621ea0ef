"""Log events are taken and read within CloudWatch Logs' limits of time and size."""

import time
from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import code, refusal

HOUR = 3_600_000


@pytest.fixture
def logs(sandbox: Sandbox) -> Any:
    return sandbox.client("logs")


@pytest.fixture
def place(logs: Any, request: pytest.FixtureRequest) -> dict[str, str]:
    """A stream of its own for a test."""
    group = request.node.name[:100]
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="one")
    return {"logGroupName": group, "logStreamName": "one"}


def events(*hours: float) -> list[dict[str, Any]]:
    """Events so many hours from now."""
    now = time.time() * 1000
    return [{"timestamp": int(now + each * HOUR), "message": f"at {each}"} for each in hours]


def test_events_out_of_time_are_rejected_and_the_others_kept(logs: Any, place: dict[str, str]) -> None:
    answer = logs.put_log_events(**place, logEvents=events(-15 * 24, -1, 0, 3))
    assert answer["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 1, "tooNewLogEventStartIndex": 3}
    found = logs.get_log_events(**place, startFromHead=True)["events"]
    assert [event["message"] for event in found] == ["at -1", "at 0"]


def test_all_events_may_be_too_new(logs: Any, place: dict[str, str]) -> None:
    answer = logs.put_log_events(**place, logEvents=events(3))
    assert answer["rejectedLogEventsInfo"] == {"tooNewLogEventStartIndex": 0}
    assert logs.get_log_events(**place)["events"] == []


def test_events_before_the_retention_of_the_group_are_expired(logs: Any, place: dict[str, str]) -> None:
    logs.put_retention_policy(logGroupName=place["logGroupName"], retentionInDays=1)
    answer = logs.put_log_events(**place, logEvents=events(-30, -1))
    assert answer["rejectedLogEventsInfo"] == {"expiredLogEventEndIndex": 1}
    assert "rejectedLogEventsInfo" not in logs.put_log_events(**place, logEvents=events(0))


def test_a_batch_is_in_order_and_within_a_day(logs: Any, place: dict[str, str]) -> None:
    order = "Log events in a single PutLogEvents request must be in chronological order."
    assert refusal(logs.put_log_events, **place, logEvents=events(0, -1)) == ("InvalidParameterException", order)
    assert code(logs.put_log_events, **place, logEvents=events(-25, 0)) == "InvalidParameterException"
    assert logs.get_log_events(**place)["events"] == []


def test_a_batch_has_a_mebibyte_with_26_bytes_for_each_event(logs: Any, place: dict[str, str]) -> None:
    def batch(size: int) -> list[dict[str, Any]]:
        return [{**event, "message": "x" * size} for event in events(0, 0)]

    half = 1_048_576 // 2 - 26
    logs.put_log_events(**place, logEvents=batch(half))
    assert code(logs.put_log_events, **place, logEvents=batch(half + 1)) == "InvalidParameterException"


def test_events_of_several_streams_come_by_time_and_in_pages(logs: Any, place: dict[str, str]) -> None:
    other = {**place, "logStreamName": "other"}
    logs.create_log_stream(**other)
    logs.put_log_events(**place, logEvents=events(-3, -1))
    logs.put_log_events(**other, logEvents=events(-2))
    group = place["logGroupName"]
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, PaginationConfig={"PageSize": 2})
    found = [[(event["logStreamName"], event["message"]) for event in page["events"]] for page in pages]
    assert found == [[("one", "at -3"), ("other", "at -2")], [("one", "at -1")]]
    by_prefix = logs.filter_log_events(logGroupName=group, logStreamNamePrefix="oth")["events"]
    assert [event["message"] for event in by_prefix] == ["at -2"]
    both = {"logStreamNamePrefix": "o", "logStreamNames": ["one"]}
    assert code(logs.filter_log_events, logGroupName=group, **both) == "InvalidParameterException"


def test_a_page_of_events_is_not_larger_than_the_limit(logs: Any, place: dict[str, str]) -> None:
    problem = refusal(logs.filter_log_events, logGroupName=place["logGroupName"], limit=10001)
    assert problem[0] == "InvalidParameterException"
    assert "Value '10001' at 'limit'" in problem[1]


def test_a_filter_pattern_is_refused_by_name(logs: Any, place: dict[str, str]) -> None:
    asked = {"logGroupName": place["logGroupName"], "filterPattern": "ERROR"}
    assert refusal(logs.filter_log_events, **asked)[1].startswith("filterPattern of logs:FilterLogEvents")
