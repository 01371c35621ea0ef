"""Log events: the limits of a batch, and reading what several streams of a group hold.

CloudWatch Logs API reference, PutLogEvents and FilterLogEvents.
"""

import base64
import binascii
import json
import time
from typing import Any

from ministack.services import cloudwatch_logs

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.logs import groups

Event = dict[str, Any]

_CODE = "InvalidParameterException"
_HOUR = 3_600_000
_OLDEST, _NEWEST, _SPAN = 14 * 24 * _HOUR, 2 * _HOUR, 24 * _HOUR
_BATCH_BYTES, _BYTES_AN_EVENT = 1_048_576, 26
_PAGE = 10_000


def PutLogEvents(request: Request) -> Answer:
    """Events out of time are rejected by their place in the batch; the others are kept."""
    group = groups.find(request["logGroupName"])
    if request["logStreamName"] not in group["streams"]:
        raise ServiceError("ResourceNotFoundException", "The specified log stream does not exist.")
    given: list[Event] = request["logEvents"]
    _check_batch(given)
    start, end, rejected = _kept(given, group)
    kept = given[start:end]
    if kept and kept[-1]["timestamp"] - kept[0]["timestamp"] > _SPAN:
        raise ServiceError(
            _CODE, "The batch of log events in a single PutLogEvents request cannot span more than 24 hours."
        )
    _status, _headers, body = cloudwatch_logs._put_log_events({**request, "logEvents": kept})
    return json.loads(body) | ({"rejectedLogEventsInfo": rejected} if rejected else {})


def _check_batch(events: list[Event]) -> None:
    moments = [event["timestamp"] for event in events]
    if moments != sorted(moments):
        raise ServiceError(_CODE, "Log events in a single PutLogEvents request must be in chronological order.")
    size = sum(len(event["message"].encode()) + _BYTES_AN_EVENT for event in events)
    if size > _BATCH_BYTES:
        raise ServiceError(_CODE, f"Upload too large: {size} bytes exceeds limit of {_BATCH_BYTES}")


def _kept(events: list[Event], group: dict[str, Any]) -> tuple[int, int, dict[str, int]]:
    """Where the events begin and end that are kept, and what is said of the others."""
    now, days = time.time() * 1000, group["retentionInDays"]
    too_old = sum(event["timestamp"] < now - _OLDEST for event in events)
    expired = sum(event["timestamp"] < now - days * 24 * _HOUR for event in events) if days else 0
    end = sum(event["timestamp"] <= now + _NEWEST for event in events)
    rejected = {"tooOldLogEventEndIndex": too_old, "expiredLogEventEndIndex": expired}
    told = {name: place for name, place in rejected.items() if place}
    if end < len(events):
        told["tooNewLogEventStartIndex"] = end
    return max(too_old, expired), end, told


def FilterLogEvents(request: Request) -> Answer:
    """Pages over the streams of a group by time; patterns are not emulated."""
    streams = groups.find(groups.name_in(request))["streams"]
    found = [
        {**event, "logStreamName": name}
        for name, stream in streams.items()
        if _is_wanted(name, request)
        for event in stream["events"]
        if request.get("startTime", 0) <= event["timestamp"] <= request.get("endTime", event["timestamp"])
    ]
    found.sort(key=lambda event: (event["timestamp"], event["ingestionTime"]))
    start = _position(request.get("nextToken"))
    end = start + request.get("limit", _PAGE)
    more = {"nextToken": base64.b64encode(str(end).encode()).decode()} if end < len(found) else {}
    return {"events": found[start:end], "searchedLogStreams": [], **more}


def _is_wanted(stream: str, request: Request) -> bool:
    names = request.get("logStreamNames")
    return stream in names if names else stream.startswith(request.get("logStreamNamePrefix", ""))


def _position(token: str | None) -> int:
    try:
        return int(base64.b64decode(token)) if token else 0
    except (binascii.Error, ValueError):
        raise ServiceError(_CODE, "The specified nextToken is invalid.") from None
