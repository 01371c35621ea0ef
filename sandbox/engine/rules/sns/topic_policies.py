"""The policy of a topic.

SNS Developer Guide, "Amazon SNS API permissions: Actions and resources reference": the actions and the quotas. The
refusals are those that people report: hashicorp/terraform#12740 and aws/serverless-application-model#1591.
"""

from collections.abc import Callable
from fnmatch import fnmatchcase

from sandbox.engine.rules.messaging import access_policies
from sandbox.engine.rules.messaging.access_policies import Statement, listed
from sandbox.engine.rules.sns.arguments import invalid

# "Receive" is no operation; AWS's older default policies and examples have it.
_ACTIONS = """
    AddPermission DeleteTopic GetDataProtectionPolicy GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource
    Publish PutDataProtectionPolicy Receive RemovePermission SetTopicAttributes Subscribe
"""
_MOST_BYTES, _MOST_STATEMENTS, _MOST_PRINCIPALS = 30 * 1024, 100, 200


def check(document: str, topic: str) -> None:
    """Refuse a policy that SNS would not store for this topic."""
    try:
        statements = access_policies.statements(document)
    except access_policies.PolicyError:
        raise invalid("Policy Error: null") from None
    if any(not all(map(_is_action, access_policies.actions(each))) for each in statements):
        raise invalid("Policy statement action out of service scope!")
    if not all(holds(statements) for holds in _QUOTAS) or len(document.encode()) > _MOST_BYTES:
        raise invalid("Policy Error: null")
    if not all(_is_for(topic, each) for each in statements):
        raise invalid("Policy Error: null")


def _is_action(action: str) -> bool:
    return access_policies.is_action_of(action, "sns", _ACTIONS.split())


def _is_for(topic: str, statement: Statement) -> bool:
    resources = listed(statement.get("Resource"))
    return len(resources) == 1 and fnmatchcase(topic, resources[0])


_QUOTAS: tuple[Callable[[list[Statement]], bool], ...] = (
    lambda statements: len(statements) <= _MOST_STATEMENTS,
    lambda statements: sum(len(access_policies.principals(each)) for each in statements) <= _MOST_PRINCIPALS,
)
