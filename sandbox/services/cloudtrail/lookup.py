"""LookupEvents: the recorded events of an account and region, newest first."""

import datetime
import json
import threading
from pathlib import Path
from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.services.cloudtrail.recording import Event, history_file


def LookupEvents(request: Request) -> Answer:
    matching = [event for event in _history() if _matches(event, request)]
    matching.reverse()
    return {"Events": _Entries(matching)}


class _Entries(list[Event]):
    """Events that become entries of an answer when its page is cut out: a page has fifty of some thousands."""

    def __getitem__(self, position: Any) -> Any:
        return [_entry(event) for event in super().__getitem__(position)]


class _History:
    """The events read from one file up to an offset, so that a page of fifty does not read the whole file."""

    def __init__(self) -> None:
        self.offset = 0
        self.events: list[Event] = []


_histories: dict[Path, _History] = {}
_lock = threading.Lock()


def _history() -> list[Event]:
    file = history_file()
    with _lock:
        known = _histories.setdefault(file, _History())
        if file.exists():
            with file.open(encoding="utf-8") as history:
                history.seek(known.offset)
                # A line that is still being written is read the next time.
                while (line := history.readline()).endswith("\n"):
                    known.events.append(json.loads(line))
                    known.offset = history.tell()
        return list(known.events)


def _matches(event: Event, request: Request) -> bool:
    time = _time(event).timestamp()
    attributes = request.get("LookupAttributes", [])
    return request.get("StartTime", 0) <= time <= request.get("EndTime", time) and all(
        _attribute(event, attribute["AttributeKey"]) == attribute["AttributeValue"] for attribute in attributes
    )


def _attribute(event: Event, key: str) -> str:
    values = {
        "EventId": event["eventID"],
        "EventName": event["eventName"],
        "EventSource": event["eventSource"],
        "ReadOnly": str(event["readOnly"]).lower(),
        "Username": _session_name(event),
        "ResourceName": next((resource["ARN"] for resource in event["resources"]), ""),
    }
    if key not in values:
        raise ServiceError("InvalidLookupAttributesException", f"{key} is not an attribute that the sandbox looks up")
    return values[key]


def _entry(event: Event) -> Answer:
    return {
        "EventId": event["eventID"],
        "EventName": event["eventName"],
        "EventSource": event["eventSource"],
        "EventTime": _time(event),
        "ReadOnly": str(event["readOnly"]).lower(),
        "Username": _session_name(event),
        "Resources": [{"ResourceName": resource["ARN"]} for resource in event["resources"]],
        "CloudTrailEvent": json.dumps(event),
    }


def _session_name(event: Event) -> str:
    return event["userIdentity"]["arn"].rpartition("/")[2]


def _time(event: Event) -> datetime.datetime:
    return datetime.datetime.fromisoformat(event["eventTime"])
