"""Event buses and their policies."""

import json
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.events.engine_calls import call
from sandbox.policy_documents import resource_based
from sandbox.policy_documents.problems import PolicyError

# EventBridge User Guide, "Amazon EventBridge quotas": event buses, and the size of a bus's policy.
_BUSES, _POLICY_SIZE = 100, 10240
LIMIT = ServiceError("LimitExceededException", "The requested resource exceeds the maximum number allowed.")


def bus_name(given: str | None) -> str:
    """The name of a bus that a request names, or names by its ARN; its own account and region are meant."""
    if not given or not given.startswith("arn:"):
        return given or "default"
    place, name = given.split(":", 5)[3:5], given.rpartition("/")[2]
    if place != [get_region(), get_account_id()]:
        raise ServiceError("ResourceNotFoundException", f"Event bus {name} does not exist.")
    return name


def existing_bus(given: str | None) -> str:
    """The name of a bus that is there."""
    name = bus_name(given)
    eventbridge._ensure_default_bus()
    if name not in eventbridge._event_buses:
        raise ServiceError("ResourceNotFoundException", f"Event bus {name} does not exist.")
    return name


def CreateEventBus(request: Request) -> Answer:
    """The messages about names: measured with AWS (badmintoncryer/cdk-preflight, pf-events-bus-name)."""
    name = request["Name"]
    eventbridge._ensure_default_bus()
    if name in eventbridge._event_buses:
        raise ServiceError("ResourceAlreadyExistsException", f"Event bus {name} already exists.")
    if "/" in name:
        raise ServiceError("ValidationException", "Event bus name must not contain '/'.")
    if len(eventbridge._event_buses) >= _BUSES:
        raise LIMIT
    described = {"Description": request["Description"]} if request.get("Description") else {}
    return call(eventbridge._create_event_bus, request) | described


def DeleteEventBus(request: Request) -> Answer:
    """A bus that is not there is deleted as well; one with rules is not."""
    name = bus_name(request["Name"])
    if name == "default":
        raise ServiceError("ValidationException", "Cannot delete event bus default.")
    if any(rule["EventBusName"] == name for rule in eventbridge._rules.values()):
        raise ServiceError("ValidationException", "EventBus can't be deleted since it has rules.")
    return call(eventbridge._delete_event_bus, {"Name": name})


def DescribeEventBus(request: Request) -> Answer:
    return _without_empty(call(eventbridge._describe_event_bus, {"Name": existing_bus(request.get("Name"))}))


def ListEventBuses(request: Request) -> Answer:
    eventbridge._ensure_default_bus()
    buses = call(eventbridge._list_event_buses, request)["EventBuses"]
    return page(request, "EventBuses", [_without_empty(bus) for bus in buses])


def _without_empty(bus: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in bus.items() if value not in ("", None)}


def page(request: Request, member: str, rows: list[Any]) -> Answer:
    """As many rows as the request's `Limit`, from where its token says."""
    start = eventbridge._opaque_offset_decode(request.get("NextToken") or "")
    end = start + request.get("Limit", 100)
    following = {"NextToken": eventbridge._opaque_offset_encode(end)} if end < len(rows) else {}
    return {member: rows[start:end]} | following


def PutPermission(request: Request) -> Answer:
    """The engine takes `Policy` for a bus that everybody may use."""
    name = existing_bus(request.get("EventBusName"))
    if "Policy" in request:
        eventbridge._event_bus_policies[name] = _policy(request["Policy"])
        return {}
    missing = [each for each in ("Action", "Principal", "StatementId") if not request.get(each)]
    if missing:
        raise ServiceError("ValidationException", f"Parameter {missing[0]} is not valid. Reason: It is required.")
    if request["Action"] != "events:PutEvents":
        raise ServiceError("ValidationException", "Provided value in parameter 'action' is not supported.")
    principal = request["Principal"]
    shown = principal if principal == "*" else {"AWS": f"arn:aws:iam::{principal}:root"}
    return call(eventbridge._put_permission, request | {"EventBusName": name, "Principal": shown})


def _policy(text: str) -> dict[str, Any]:
    if len(text) > _POLICY_SIZE:
        raise ServiceError("PolicyLengthExceededException", "The event bus policy is too long.")
    try:
        resource_based.check(text)
    except PolicyError as error:
        raise ServiceError("ValidationException", "Parameter Policy is not valid.") from error
    return json.loads(text)


def RemovePermission(request: Request) -> Answer:
    name = existing_bus(request.get("EventBusName"))
    if request.get("RemoveAllPermissions"):
        eventbridge._event_bus_policies.pop(name, None)
        return {}
    policy = eventbridge._event_bus_policies.get(name)
    if not policy:
        raise ServiceError("ResourceNotFoundException", "EventBus does not have a policy.")
    known = {statement.get("Sid") for statement in policy["Statement"]}
    if request.get("StatementId") not in known:
        raise ServiceError("ResourceNotFoundException", "Statement with the provided id does not exist.")
    return call(eventbridge._remove_permission, request | {"EventBusName": name})
