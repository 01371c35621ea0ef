"""EventBridge's bus policies and limits, where the engine drops them; each function names what was lost."""

import json
from typing import Any

from ministack.core.responses import error_response_json, get_region, json_response
from ministack.services import eventbridge

from sandbox.api.types import HttpAnswer

_engine_put_permission, _engine_put_rule = eventbridge._put_permission, eventbridge._put_rule

# EventBridge user guide, "Amazon EventBridge quotas", Number of rules: for a bus, unless AWS raises it.
_RULES, _RULES_ELSEWHERE = 300, {"af-south-1": 100, "eu-south-1": 100}


def _put_permission(given: dict[str, Any]) -> HttpAnswer:
    """The engine ignores `Policy` and opens the bus to everybody instead."""
    if "Policy" not in given:
        return _engine_put_permission(given)
    eventbridge._event_bus_policies[given.get("EventBusName", "default")] = json.loads(given["Policy"])
    return json_response({})


def _put_rule(given: dict[str, Any]) -> HttpAnswer:
    """The engine takes any number."""
    name, bus = given.get("Name", ""), given.get("EventBusName", "default")
    full = sum(rule["EventBusName"] == bus for rule in eventbridge._rules.values())
    if full < _RULES_ELSEWHERE.get(get_region(), _RULES) or eventbridge._rule_key(name, bus) in eventbridge._rules:
        return _engine_put_rule(given)
    return error_response_json(
        "LimitExceededException", "The requested resource exceeds the maximum number allowed.", 400
    )


def install() -> None:
    eventbridge._put_permission, eventbridge._put_rule = _put_permission, _put_rule
