"""CloudTrail's event history: every call of a role, allowed or denied, a line in a file of the state folder.

AWS keeps calls on data (objects, logs, invocations) out of the event history; here they are in it too, so that a
rehearsal can tell what a role was used for.
"""

import datetime
import json
import os
import threading
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam

from sandbox.api.errors import ServiceError
from sandbox.api.service import Service

# CloudTrail User Guide: events carry the endpoint's name and the operation's, which IAM spells differently.
_SOURCES = {"cloudwatch": "monitoring"}
_OPERATIONS = {"s3:ListBucket": "ListObjects"}
_READING = ("Get", "List", "Describe", "Head", "Lookup", "BatchGet", "Search")


def note(action: str, resource: str, passed_roles: Iterable[str], denied: Any) -> None:
    """Write down what the current caller asked for; accounts' roots are not anybody's role and are left out."""
    caller = iam_evaluator.caller_arn()
    if ":assumed-role/" not in caller:
        return
    line = json.dumps(_event(caller, action, resource, tuple(passed_roles), denied))
    with _file().open("a", encoding="utf-8") as history:
        history.write(line + "\n")


def _event(caller: str, action: str, resource: str, roles: tuple[str, ...], denied: Any) -> dict[str, Any]:
    namespace, _, operation = action.partition(":")
    refused = {"errorCode": "AccessDenied", "errorMessage": f"{caller} may not {action} on {resource}"}
    return {
        "eventVersion": "1.11",
        "eventID": str(uuid.uuid4()),
        "eventTime": datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
        "eventSource": f"{_SOURCES.get(namespace, namespace)}.amazonaws.com",
        "eventName": _OPERATIONS.get(action, operation),
        "awsRegion": get_region(),
        "readOnly": operation.startswith(_READING),
        "userIdentity": _identity(caller),
        "requestParameters": {"roleArn": roles[0]} if roles else None,
        "resources": [{"ARN": resource}] if resource != "*" else [],
        "recipientAccountId": get_account_id(),
        **(refused if denied else {}),
    }


def _identity(caller: str) -> dict[str, Any]:
    account, role = caller.split(":")[4], caller.split("/")[1]
    known = iam._roles.get_scoped(account, None, role) or {}
    issuer = {"type": "Role", "arn": known.get("Arn", ""), "accountId": account, "userName": role}
    return {"type": "AssumedRole", "arn": caller, "accountId": account, "sessionContext": {"sessionIssuer": issuer}}


def _file() -> Path:
    place = Path(os.environ["SANDBOX_STATE"]) / "trail"
    place.mkdir(parents=True, exist_ok=True)
    return place / f"{get_account_id()}-{get_region()}.jsonl"


def _lookup(request: dict[str, Any]) -> dict[str, Any]:
    chosen = [event for event in _history() if _wanted(event, request)]
    chosen.reverse()
    return {"Events": _Entries(chosen)}


class _Entries(list[dict[str, Any]]):
    """Events that become entries of an answer when its page is cut out: a page has fifty of some thousands."""

    def __getitem__(self, place: Any) -> Any:
        return [_entry(event) for event in super().__getitem__(place)]


class _Read:
    """What has been read of one file: pages of fifty would otherwise read the whole of it each."""

    def __init__(self) -> None:
        self.place, self.events = 0, list[dict[str, Any]]()


_read: dict[Path, _Read] = {}
_reading = threading.Lock()


def _history() -> list[dict[str, Any]]:
    file = _file()
    with _reading:
        known = _read.setdefault(file, _Read())
        if file.exists():
            with file.open(encoding="utf-8") as history:
                history.seek(known.place)
                # A line that is still being written is read the next time.
                while (line := history.readline()).endswith("\n"):
                    known.events.append(json.loads(line))
                    known.place = history.tell()
        return list(known.events)


def _wanted(event: dict[str, Any], request: dict[str, Any]) -> bool:
    time = _time(event).timestamp()
    attributes = request.get("LookupAttributes", [])
    return request.get("StartTime", 0) <= time <= request.get("EndTime", time) and all(
        _attribute(event, each["AttributeKey"]) == each["AttributeValue"] for each in attributes
    )


def _attribute(event: dict[str, Any], key: str) -> str:
    values = {
        "EventId": event["eventID"],
        "EventName": event["eventName"],
        "EventSource": event["eventSource"],
        "ReadOnly": str(event["readOnly"]).lower(),
        "Username": _session_name(event),
        "ResourceName": next((each["ARN"] for each in event["resources"]), ""),
    }
    if key not in values:
        raise ServiceError("InvalidLookupAttributesException", f"{key} is not an attribute that the sandbox looks up")
    return values[key]


def _entry(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "EventId": event["eventID"],
        "EventName": event["eventName"],
        "EventSource": event["eventSource"],
        "EventTime": _time(event),
        "ReadOnly": str(event["readOnly"]).lower(),
        "Username": _session_name(event),
        "Resources": [{"ResourceName": each["ARN"]} for each in event["resources"]],
        "CloudTrailEvent": json.dumps(event),
    }


def _session_name(event: dict[str, Any]) -> str:
    return event["userIdentity"]["arn"].rpartition("/")[2]


def _time(event: dict[str, Any]) -> datetime.datetime:
    return datetime.datetime.fromisoformat(event["eventTime"])


CLOUD_TRAIL = Service("cloudtrail", {"LookupEvents": _lookup})
