"""Events that AWS services put on the account's default bus by themselves."""

import json
import uuid
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge

from sandbox.services.identifiers import now


def emit(source: str, kind: str, detail: dict[str, Any], resource: str) -> None:
    """Deliver an event of the current account and region; only AWS itself may use an `aws.` source."""
    eventbridge._dispatch_event(
        {
            "EventId": str(uuid.uuid4()),
            "Source": source,
            "DetailType": kind,
            "Detail": json.dumps(detail, default=str),
            "EventBusName": "default",
            "Time": now().isoformat(),
            "Resources": [resource],
            "Account": get_account_id(),
            "Region": get_region(),
        }
    )
