"""What EventBridge's model forbids, in AWS's words."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sandbox.api import shapes
from sandbox.api.errors import ServiceError
from sandbox.api.types import Request

_MOST_ENTRIES = 10
# The members of AWS's own class, in its order; the last two are not in the public model.
_ENTRY = {
    "time": "Time",
    "source": "Source",
    "resources": "Resources",
    "detailType": "DetailType",
    "detail": "Detail",
    "eventBusName": "EventBusName",
    "traceHeader": "TraceHeader",
    "kmsKeyIdentifier": "",
    "internalMetadata": "",
}


def checks(operations: dict[str, Any]) -> dict[str, Callable[[Request], None]]:
    """A check of every operation."""
    return {operation: partial(_check, operation) for operation in operations}


def _check(operation: str, request: Request) -> None:
    entries = request.get("Entries", [])
    if operation == "PutEvents" and len(entries) > _MOST_ENTRIES:
        shown = ", ".join(map(_entry, entries))
        raise ServiceError(
            "ValidationException",
            f"1 validation error detected: Value '[{shown}]' at 'entries' failed to satisfy constraint: Member must "
            f"have length less than or equal to {_MOST_ENTRIES}",
        )
    shapes.check_request(shapes.model("events").operation_model(operation), request, "ValidationException")


def _entry(entry: dict[str, Any]) -> str:
    shown = (f"{name}={entry.get(member, 'null')}" for name, member in _ENTRY.items())
    return f"PutEventsRequestEntry({', '.join(shown)})"
