"""Events that callers put on a bus: what is wrong with an entry is in the answer, and the others are delivered."""

import datetime
import json
import uuid
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import now
from sandbox.api.types import Answer, Request

Entry = dict[str, Any]

# EventBridge User Guide, "PutEvents", "Calculating event entry size": 14 bytes for a time; at most 1 MB in a request.
_TIME_SIZE, _SIZE = 14, 1024 * 1024
_REQUIRED = ("Source", "DetailType", "Detail")


def PutEvents(request: Request) -> Answer:
    """An event for a bus that is not there is taken and lost: recorded."""
    entries = request["Entries"]
    if sum(map(_size, entries)) >= _SIZE:
        raise ServiceError("ValidationException", "Total size of the entries in the request is over the limit.")
    buses = [_bus(entry.get("EventBusName") or "default") for entry in entries]
    found = [_refusal(entry) or _put(entry, bus) for entry, bus in zip(entries, buses, strict=True)]
    return {"Entries": found, "FailedEntryCount": sum("ErrorCode" in entry for entry in found)}


def _size(entry: Entry) -> int:
    texts = [entry.get(name) or "" for name in _REQUIRED] + list(entry.get("Resources") or [])
    return sum(len(text.encode()) for text in texts) + (_TIME_SIZE if entry.get("Time") else 0)


def _bus(given: str) -> str:
    if given.startswith("arn:") and given.split(":")[3:5] != [get_region(), get_account_id()]:
        raise not_emulated(f"the bus {given} of another account or region, of events:PutEvents")
    return given.rpartition("/")[2]


def _refusal(entry: Entry) -> Entry:
    """Recorded, and the order of the model."""
    for name in _REQUIRED:
        if not entry.get(name):
            reason = f"Parameter {name} is not valid. Reason: {name} is a required argument."
            return {"ErrorCode": "InvalidArgument", "ErrorMessage": reason}
    if not _is_object(entry["Detail"]):
        return {"ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."}
    if entry["Source"].startswith("aws."):
        return {"ErrorCode": "NotAuthorizedForSourceException", "ErrorMessage": "Not authorized for the source."}
    return {}


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _put(entry: Entry, bus: str) -> Entry:
    known = {name: entry[name] for name in _REQUIRED}
    event = {
        "EventId": str(uuid.uuid4()),
        "EventBusName": bus,
        "Time": int(_moment(entry.get("Time")).timestamp()),
        "Resources": entry.get("Resources") or [],
        "Account": get_account_id(),
        "Region": get_region(),
    }
    eventbridge._dispatch_event(known | event)
    return {"EventId": event["EventId"]}


def _moment(given: Any) -> datetime.datetime:
    """The time that the source gives, or that of the call."""
    if given is None:
        return now()
    if isinstance(given, datetime.datetime):
        return given if given.tzinfo else given.replace(tzinfo=datetime.UTC)
    return datetime.datetime.fromtimestamp(float(given), datetime.UTC)
