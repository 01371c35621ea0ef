"""EventBridge: what is offered, and AWS's rules where the engine lacks them."""

from sandbox.api.rules import Rules, offered
from sandbox.api.service import operations_of
from sandbox.engine.rules.events import buses, entries, event_pattern_tests, event_rules, limits, tags, targets

# Not offered: archives, replays, connections, API destinations, endpoints and partner sources.
_OFFERED = offered(
    PutRule="Name EventPattern ScheduleExpression State Description RoleArn Tags EventBusName",
    DescribeRule="",
    ListRules="",
    DeleteRule="Name EventBusName",
    EnableRule="",
    DisableRule="",
    PutTargets="",
    RemoveTargets="Rule EventBusName Ids",
    ListTargetsByRule="",
    ListRuleNamesByTarget="",
    PutEvents="Entries",
    TestEventPattern="",
    CreateEventBus="Name Description Tags",
    DescribeEventBus="",
    ListEventBuses="",
    DeleteEventBus="",
    PutPermission="EventBusName Action Principal StatementId Policy",
    RemovePermission="",
    TagResource="",
    UntagResource="",
    ListTagsForResource="",
)

RULES = Rules(
    "events",
    "events",
    offered=_OFFERED,
    constraints="ValidationException",
    words=limits.words,
    replacements=operations_of(buses, entries, event_pattern_tests, event_rules, tags, targets),
)
