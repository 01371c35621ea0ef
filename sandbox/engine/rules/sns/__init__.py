"""SNS: what is offered, and AWS's rules where the engine lacks them.

Left out, because nothing here uses them: FIFO topics, batches, permissions apart from the policy, mobile push, text
messages, data protection, and endpoints other than mail and queues.
"""

from sandbox.api.rules import Rules, offered
from sandbox.api.service import operations_of
from sandbox.engine.rules.sns import answers, lists, publishing, subscriptions, topics

_OFFERED = offered(
    ConfirmSubscription="TopicArn Token",
    CreateTopic="Name Attributes Tags",
    DeleteTopic="",
    GetSubscriptionAttributes="",
    GetTopicAttributes="",
    ListSubscriptions="",
    ListSubscriptionsByTopic="",
    ListTagsForResource="",
    ListTopics="",
    Publish="TopicArn TargetArn Message Subject MessageStructure MessageAttributes",
    SetSubscriptionAttributes="",
    SetTopicAttributes="",
    Subscribe="",
    TagResource="",
    Unsubscribe="",
    UntagResource="",
)

RULES = Rules(
    "sns",
    "sns",
    _OFFERED,
    checks=operations_of(topics, subscriptions, publishing),
    replacements=operations_of(lists),
    corrections=operations_of(answers) | {"ListSubscriptionsByTopic": lists.subscriptions_of},
    refusal=answers.engine_refusal,
)
