"""Events that callers put on a bus: what is wrong with an entry is in the answer, and the others are delivered."""

import json
from typing import Any

from ministack.services import eventbridge

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.events.engine_calls import call

Entry = dict[str, Any]

# EventBridge User Guide, "PutEvents", "Calculating event entry size": 14 bytes for a time; at most 1 MB in a request.
_TIME_SIZE, _SIZE = 14, 1024 * 1024
_REQUIRED = ("Source", "DetailType", "Detail")


def PutEvents(request: Request) -> Answer:
    entries = request["Entries"]
    if sum(map(_size, entries)) >= _SIZE:
        raise ServiceError("ValidationException", "Total size of the entries in the request is over the limit.")
    for entry in entries:
        if entry.get("Time"):
            raise not_emulated("Time of an entry of events:PutEvents")
    refused = [_refusal(entry) for entry in entries]
    accepted = [entry for entry, refusal in zip(entries, refused, strict=True) if not refusal]
    answer = (
        call(eventbridge._put_events, {"Entries": accepted}) if accepted else {"Entries": [], "FailedEntryCount": 0}
    )
    results = iter(answer["Entries"])
    found = [refusal or next(results) for refusal in refused]
    return {"Entries": found, "FailedEntryCount": sum("ErrorCode" in entry for entry in found)}


def _size(entry: Entry) -> int:
    texts = [entry.get(name) or "" for name in _REQUIRED] + list(entry.get("Resources") or [])
    return sum(len(text.encode()) for text in texts) + (_TIME_SIZE if entry.get("Time") else 0)


def _refusal(entry: Entry) -> Entry:
    """Recorded, and the order of the model."""
    for name in _REQUIRED:
        if not entry.get(name):
            reason = f"Parameter {name} is not valid. Reason: {name} is a required argument."
            return {"ErrorCode": "InvalidArgument", "ErrorMessage": reason}
    if not _is_object(entry["Detail"]):
        return {"ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."}
    return {}


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
