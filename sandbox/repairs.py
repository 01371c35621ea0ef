"""What the engine's own API drops, put right; each entry says what was lost."""

import json

from ministack.core.responses import json_response
from ministack.services import eventbridge

_engine_put_permission = eventbridge._put_permission


def _put_permission(given: dict) -> tuple:
    """The engine ignores `Policy` and opens the bus to everybody instead."""
    if "Policy" not in given:
        return _engine_put_permission(given)
    eventbridge._event_bus_policies[given.get("EventBusName", "default")] = json.loads(given["Policy"])
    return json_response({})


def install() -> None:
    eventbridge._put_permission = _put_permission
