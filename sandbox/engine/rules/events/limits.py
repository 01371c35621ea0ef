"""What EventBridge's model forbids, in AWS's words."""

from typing import Any

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


def words(operation: str, request: Request, sentence: str) -> str:
    """Too many entries are shown whole."""
    entries = request.get("Entries", [])
    if operation != "PutEvents" or len(entries) <= _MOST_ENTRIES:
        return sentence
    shown = ", ".join(map(_entry, entries))
    return (
        f"1 validation error detected: Value '[{shown}]' at 'entries' failed to satisfy constraint: Member must "
        f"have length less than or equal to {_MOST_ENTRIES}"
    )


def _entry(entry: dict[str, Any]) -> str:
    shown = (f"{name}={entry.get(member, 'null')}" for name, member in _ENTRY.items())
    return f"PutEventsRequestEntry({', '.join(shown)})"
