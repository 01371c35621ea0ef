"""Events that AWS services put on the account's default bus by themselves."""

import datetime
import json
import uuid
from collections.abc import Callable
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge

from sandbox.api.identifiers import now


def seconds(moment: datetime.datetime) -> str:
    """A time as most services write it."""
    return f"{moment.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"


def milliseconds(moment: datetime.datetime) -> int:
    """A time as SageMaker writes it for endpoints and most jobs."""
    return int(moment.timestamp() * 1000)


def emit(
    source: str, kind: str, detail: dict[str, Any], *resources: str, time: Callable[[datetime.datetime], Any] = seconds
) -> None:
    """Deliver an event of the current account and region; only AWS itself may use an `aws.` source."""

    def written(value: Any) -> Any:
        return time(value) if isinstance(value, datetime.datetime) else str(value)

    eventbridge._dispatch_event(
        {
            "EventId": str(uuid.uuid4()),
            "Source": source,
            "DetailType": kind,
            "Detail": json.dumps(detail, default=written),
            "EventBusName": "default",
            "Time": now().isoformat(),
            "Resources": list(resources),
            "Account": get_account_id(),
            "Region": get_region(),
        }
    )
