"""The policy of a topic.

SNS Developer Guide, "Amazon SNS API permissions: Actions and resources reference": the actions and the quotas. The
refusals are those that people report: hashicorp/terraform#12740 and aws/serverless-application-model#1591.
"""

from collections.abc import Callable
from fnmatch import fnmatchcase

from sandbox.engine.rules.sns.arguments import invalid
from sandbox.policy_documents import resource_based
from sandbox.policy_documents.actions import actions, is_of
from sandbox.policy_documents.parsing import Element, strings
from sandbox.policy_documents.problems import PolicyError

# "Receive" is no operation; AWS's older default policies and examples have it.
_ACTIONS = """
    AddPermission DeleteTopic GetDataProtectionPolicy GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource
    Publish PutDataProtectionPolicy Receive RemovePermission SetTopicAttributes Subscribe
"""
_MOST_BYTES, _MOST_STATEMENTS, _MOST_PRINCIPALS = 30 * 1024, 100, 200


def check(document: str, topic: str) -> None:
    """Refuse a policy that SNS would not store for this topic."""
    try:
        statements = resource_based.check(document, needs_resource=False)
        resource_based.check_sids(statements)
    except PolicyError:
        raise invalid("Policy Error: null") from None
    if any(not all(map(_is_action, actions(each))) for each in statements):
        raise invalid("Policy statement action out of service scope!")
    if not all(holds(statements) for holds in _QUOTAS) or len(document.encode()) > _MOST_BYTES:
        raise invalid("Policy Error: null")
    if not all(_is_for(topic, each) for each in statements):
        raise invalid("Policy Error: null")


def _is_action(action: str) -> bool:
    return is_of("sns", _ACTIONS.split(), action)


def _is_for(topic: str, statement: Element) -> bool:
    resources = strings(statement, "Resource")
    return len(resources) == 1 and fnmatchcase(topic, resources[0])


_QUOTAS: tuple[Callable[[list[Element]], bool], ...] = (
    lambda statements: len(statements) <= _MOST_STATEMENTS,
    lambda statements: sum(len(resource_based.all_principals(each)) for each in statements) <= _MOST_PRINCIPALS,
)
