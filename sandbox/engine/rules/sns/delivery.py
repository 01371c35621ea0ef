"""Delivery of a topic's messages to queues and mailboxes, in place of the engine's.

SNS Developer Guide, "Amazon SNS message delivery retries" and "Amazon SNS dead-letter queues": what the subscriber's
side makes impossible is not tried again; it goes to the dead-letter queue of the subscription.
"""

import json
from typing import Any, NamedTuple

from ministack.core.responses import get_region
from ministack.services import sns, sqs

from sandbox.api.types import Record
from sandbox.engine.rules.sns import mail
from sandbox.engine.rules.sns.matching import is_accepted

_MOST_RAW_ATTRIBUTES = 10
"""Guide, "Amazon SNS raw message delivery": a queue takes no more, and the message is not delivered."""


class _Message(NamedTuple):
    """One message as one subscription gets it."""

    topic: Record
    identifier: str
    text: str
    subject: str
    attributes: Record


def _fanout(topic_arn: str, identifier: str, message: str, subject: str, *more: Any, **_fifo: Any) -> None:
    """The engine's function: structure and attributes of the message come as `more`."""
    topic, (structure, attributes) = sns._topic_by_arn_any_scope(topic_arn), more or ("", {})
    if not topic:
        return
    for subscription in topic["subscriptions"]:
        text = sns._resolve_message_for_protocol(message, structure, subscription["protocol"])
        if subscription["confirmed"] and is_accepted(subscription, attributes, text):
            _deliver(subscription, _Message(topic, identifier, text, subject, attributes))


def _deliver(subscription: Record, message: _Message) -> None:
    if subscription["protocol"] in mail.PROTOCOLS:
        mail.send(subscription["endpoint"], message.subject, message.text)
        return
    raw = subscription["attributes"].get("RawMessageDelivery") == "true"
    body = message.text if raw else _envelope(subscription, message)
    attributes = message.attributes if raw else {}
    if _queued(subscription["endpoint"], body, attributes, message.topic["arn"]):
        return
    redrive = json.loads(subscription["attributes"].get("RedrivePolicy") or "{}")
    if redrive:
        _queued(redrive["deadLetterTargetArn"], body, attributes, message.topic["arn"])


def _queued(queue: str, body: str, attributes: Record, topic: str) -> bool:
    """Whether the queue exists, lets the topic in and has the message now."""
    if not sqs._queue_by_arn(queue) or len(attributes) > _MOST_RAW_ATTRIBUTES:
        return False
    if not sqs.queue_policy_allows(queue, "sns.amazonaws.com", topic, topic.split(":")[4]):
        return False
    sns._deliver_to_sqs(queue, body, raw_message=body, raw=True, message_attributes=attributes, topic_arn=topic)
    return True


def _envelope(subscription: Record, message: _Message) -> str:
    arn, subject = message.topic["arn"], message.subject
    made = sns._build_envelope(arn, message.identifier, message.text, subject, message.attributes, raw=False)
    envelope = json.loads(made)
    envelope["SignatureVersion"] = message.topic["attributes"].get("SignatureVersion", "1")
    link = f"https://sns.{get_region()}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={subscription['arn']}"
    envelope["UnsubscribeURL"] = link
    for name, attribute in message.attributes.items():
        if attribute.get("BinaryValue"):
            envelope["MessageAttributes"][name]["Value"] = attribute["BinaryValue"]
    return json.dumps(envelope)


def install() -> None:
    sns._fanout = _fanout
