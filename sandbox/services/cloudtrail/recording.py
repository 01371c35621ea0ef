"""The event of a call, and the files that keep events: one per account and region, below `<state>/trail`."""

import datetime
import json
import os
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam

# CloudTrail User Guide: events carry the endpoint's name and the operation's, which IAM spells differently.
_SOURCES = {"cloudwatch": "monitoring"}
_OPERATIONS = {"s3:ListBucket": "ListObjects"}
_READING = ("Get", "List", "Describe", "Head", "Lookup", "BatchGet", "Search")


class EventResource(TypedDict):
    ARN: str


class Event(TypedDict):
    """CloudTrail's record of a call; denied calls have an error."""

    eventVersion: str
    eventID: str
    eventTime: str
    eventSource: str
    eventName: str
    awsRegion: str
    readOnly: bool
    userIdentity: dict[str, Any]
    requestParameters: dict[str, str] | None
    resources: list[EventResource]
    recipientAccountId: str
    errorCode: NotRequired[str]
    errorMessage: NotRequired[str]


def record_call(action: str, resource: str, passed_roles: Iterable[str], denied: Any) -> None:
    """Record a call of the current caller; calls of account roots are left out."""
    caller = iam_evaluator.caller_arn()
    if ":assumed-role/" not in caller:
        return
    event = _event(caller, action, resource, tuple(passed_roles))
    if denied:
        event["errorCode"] = "AccessDenied"
        event["errorMessage"] = f"{caller} may not {action} on {resource}"
    with history_file().open("a", encoding="utf-8") as history:
        history.write(json.dumps(event) + "\n")


def _event(caller: str, action: str, resource: str, roles: tuple[str, ...]) -> Event:
    namespace, _, operation = action.partition(":")
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
    }


def _identity(caller: str) -> dict[str, Any]:
    account, role = caller.split(":")[4], caller.split("/")[1]
    known = iam._roles.get_scoped(account, None, role) or {}
    issuer = {"type": "Role", "arn": known.get("Arn", ""), "accountId": account, "userName": role}
    return {"type": "AssumedRole", "arn": caller, "accountId": account, "sessionContext": {"sessionIssuer": issuer}}


def history_file() -> Path:
    folder = Path(os.environ["SANDBOX_STATE"]) / "trail"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{get_account_id()}-{get_region()}.jsonl"
