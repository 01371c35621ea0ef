"""TestEventPattern: the same matcher that rules have, on an event that the caller brings."""

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.events import patterns
from sandbox.engine.rules.events.event_rules import check_pattern
from sandbox.engine.rules.events.patterns import texts

# API Reference, TestEventPattern; it has `resources` too, but events without were recorded to be taken.
_MANDATORY = frozenset({"id", "account", "source", "time", "region", "detail-type"})


def TestEventPattern(request: Request) -> Answer:
    check_pattern(request["EventPattern"])
    invalid = ServiceError("ValidationException", "Parameter Event is not valid.")
    try:
        event = texts.read(request["Event"])
    except ValueError as error:
        raise invalid from error
    if not isinstance(event, texts.Pairs) or not {name for name, _ in event} >= _MANDATORY:
        raise invalid
    return {"Result": patterns.matches(request["EventPattern"], event)}
