"""What tags are for: rules and buses that are there."""

from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.events.buses import existing_bus
from sandbox.engine.rules.events.engine_calls import call
from sandbox.engine.rules.events.event_rules import existing_rule

_MOST_TAGS = 50


def TagResource(request: Request) -> Answer:
    arn = _existing(request["ResourceARN"])
    tags = eventbridge._tags.get(arn, {}).keys() | {tag["Key"] for tag in request["Tags"]}
    if len(tags) > _MOST_TAGS:
        raise ServiceError("ValidationException", f"A resource can have at most {_MOST_TAGS} tags.")
    return call(eventbridge._tag_resource, request)


def UntagResource(request: Request) -> Answer:
    _existing(request["ResourceARN"])
    return call(eventbridge._untag_resource, request)


def ListTagsForResource(request: Request) -> Answer:
    _existing(request["ResourceARN"])
    return call(eventbridge._list_tags_for_resource, request)


def _existing(arn: str) -> str:
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[2] != "events":
        raise ServiceError(
            "ValidationException", f"Parameter {arn} is not valid. Reason: Provided Arn is not in correct format."
        )
    kind, _, name = parts[5].partition("/")
    if kind not in ("rule", "event-bus"):
        raise not_emulated(f"tags of {arn}")
    if parts[3:5] != [get_region(), get_account_id()]:
        raise ServiceError(
            "ResourceNotFoundException", f"{'Rule' if kind == 'rule' else 'Event bus'} {name} does not exist."
        )
    if kind == "event-bus":
        existing_bus(name)
    else:
        bus, _, rule = name.rpartition("/")
        existing_rule(rule, bus or "default")
    return arn
