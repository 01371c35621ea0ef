"""Rules: their patterns and expressions, and how many there may be."""

from typing import Any

from ministack.core.responses import get_region
from ministack.services import eventbridge

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.events import patterns
from sandbox.engine.rules.events.buses import LIMIT, existing_bus
from sandbox.engine.rules.events.engine_calls import call
from sandbox.engine.rules.schedule_expressions import expressions

# EventBridge User Guide, "Amazon EventBridge quotas": rules of a bus, and the size of a pattern (measured too:
# badmintoncryer/cdk-preflight, pf-events-rule-pattern-size).
_RULES, _RULES_ELSEWHERE = 300, {"af-south-1": 100, "eu-south-1": 100}
_PATTERN_SIZE = 2048


def existing_rule(name: str, bus: str) -> dict[str, Any]:
    """The engine's record of a rule."""
    rule = eventbridge._rules.get(eventbridge._rule_key(name, bus))
    if rule is None:
        raise ServiceError("ResourceNotFoundException", f"Rule {name} does not exist on EventBus {bus}.")
    return rule


def PutRule(request: Request) -> Answer:
    """What is left out of a change is lost, and tags are for new rules: API Reference, PutRule."""
    bus = existing_bus(request.get("EventBusName"))
    name, pattern, expression = request["Name"], request.get("EventPattern"), request.get("ScheduleExpression")
    if not pattern and not expression:
        raise ServiceError("ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified.")
    if request.get("State") == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS":
        raise not_emulated(f"State {request['State']} of events:PutRule")
    _check_expression(expression, bus)
    _check_pattern(pattern, name)
    key = eventbridge._rule_key(name, bus)
    if key not in eventbridge._rules and _rules_of(bus) >= _RULES_ELSEWHERE.get(get_region(), _RULES):
        raise LIMIT
    kept = {"State": "ENABLED", "Description": "", "RoleArn": ""}
    given = {name: value for name, value in request.items() if name != "Tags" or key not in eventbridge._rules}
    return call(eventbridge._put_rule, kept | given | {"EventBusName": bus})


def _rules_of(bus: str) -> int:
    return sum(rule["EventBusName"] == bus for rule in eventbridge._rules.values())


def _check_expression(expression: str | None, bus: str) -> None:
    if not expression:
        return
    if bus != "default":
        raise ServiceError("ValidationException", "ScheduleExpression is supported only on the default event bus.")
    if not expressions.is_for_a_rule(expression):
        raise ServiceError("ValidationException", "Parameter ScheduleExpression is not valid.")


def _check_pattern(pattern: str | None, rule: str) -> None:
    if not pattern:
        return
    if len(pattern.encode()) > _PATTERN_SIZE:
        raise ServiceError(
            "ValidationException", f"Parameter EventPattern for rule {rule} exceeds limit of {_PATTERN_SIZE}."
        )
    check_pattern(pattern)


def check_pattern(pattern: str) -> None:
    """Refuse a pattern as PutRule and TestEventPattern do."""
    try:
        patterns.read(pattern)
    except patterns.InvalidPatternError as error:
        message = f"Event pattern is not valid. Reason: {error}"
        raise ServiceError("InvalidEventPatternException", message) from error
    except patterns.TooManyCombinationsError as error:
        raise ServiceError("LimitExceededException", "Event pattern has over 1000 rule combinations.") from error


def DescribeRule(request: Request) -> Answer:
    bus = existing_bus(request.get("EventBusName"))
    existing_rule(request["Name"], bus)
    return call(eventbridge._describe_rule, {"Name": request["Name"], "EventBusName": bus})


def ListRules(request: Request) -> Answer:
    answer = call(eventbridge._list_rules, request | {"EventBusName": existing_bus(request.get("EventBusName"))})
    rules = [{name: value for name, value in rule.items() if name != "CreatedBy"} for rule in answer["Rules"]]
    return answer | {"Rules": rules}


def DeleteRule(request: Request) -> Answer:
    """A rule that is not there is deleted as well."""
    bus = existing_bus(request.get("EventBusName"))
    if eventbridge._targets.get(eventbridge._rule_key(request["Name"], bus)):
        raise ServiceError("ValidationException", "Rule can't be deleted since it has targets.")
    return call(eventbridge._delete_rule, {"Name": request["Name"], "EventBusName": bus})


def EnableRule(request: Request) -> Answer:
    existing_rule(request["Name"], existing_bus(request.get("EventBusName")))["State"] = "ENABLED"
    return {}


def DisableRule(request: Request) -> Answer:
    existing_rule(request["Name"], existing_bus(request.get("EventBusName")))["State"] = "DISABLED"
    return {}
