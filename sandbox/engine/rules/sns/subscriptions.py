"""Subscriptions: what SNS refuses of their endpoints and attributes.

SNS is the Amazon SNS API Reference, the guide its Developer Guide.
"""

import re

from ministack.services import sns

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Record, Request
from sandbox.engine.rules.sns import mail, subscription_attributes
from sandbox.engine.rules.sns.arguments import check_subscription, check_topic, invalid
from sandbox.engine.rules.sns.filter_policies import ATTRIBUTES
from sandbox.engine.rules.sns.subscription_attributes import QUEUE, Subscribed

_LEFT_OUT = {"http", "https", "sms", "application", "lambda", "firehose"}
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_DEFAULTS = {"RawMessageDelivery": "false", "FilterPolicyScope": ATTRIBUTES}
_IN_SUBSCRIBE = "Attributes Reason: "


def Subscribe(request: Request) -> None:
    check_topic(request)
    protocol, attributes = request.get("Protocol", ""), request.get("Attributes") or {}
    _check_endpoint(protocol, request.get("Endpoint", ""))
    for name, value in attributes.items():
        scope = attributes.get("FilterPolicyScope", ATTRIBUTES)
        subscription_attributes.check(name, value, Subscribed(protocol, scope, _IN_SUBSCRIBE))
    existing = _existing(request)
    if existing and not _is_same(existing["attributes"], attributes):
        raise invalid("Attributes Reason: Subscription already exists with different attributes")


def SetSubscriptionAttributes(request: Request) -> None:
    check_subscription(request)
    subscription = _subscription(request["SubscriptionArn"])
    if not subscription:
        raise ServiceError("NotFound", "Subscription does not exist", 404)
    scope = subscription["attributes"].get("FilterPolicyScope", ATTRIBUTES)
    name, value = request.get("AttributeName", ""), request.get("AttributeValue", "")
    subscription_attributes.check(name, value, Subscribed(subscription["protocol"], scope, ""))
    policy = subscription["attributes"].get("FilterPolicy")
    if name == "FilterPolicyScope" and policy:
        subscription_attributes.check_filter(policy, Subscribed(subscription["protocol"], value, ""))


def GetSubscriptionAttributes(request: Request) -> None:
    check_subscription(request)


def Unsubscribe(request: Request) -> None:
    check_subscription(request)


def ConfirmSubscription(request: Request) -> None:
    check_topic(request)
    if not request.get("Token"):
        raise invalid("Token Reason: no value for required parameter")


def _check_endpoint(protocol: str, endpoint: str) -> None:
    """SNS, "Subscribe"; the sentences are recorded or, for mail, reported by users."""
    if protocol in _LEFT_OUT:
        raise not_emulated(f"the protocol {protocol} of a subscription")
    if protocol not in {*mail.PROTOCOLS, "sqs"}:
        raise invalid(f"Amazon SNS does not support this protocol string: {protocol}")
    if protocol == "sqs":
        _check_queue(endpoint)
    elif not _ADDRESS.fullmatch(endpoint):
        raise invalid("Email address")


def _check_queue(endpoint: str) -> None:
    queue = QUEUE.fullmatch(endpoint)
    if not queue:
        raise invalid("SQS endpoint ARN")
    if queue["name"].endswith(".fifo"):
        raise invalid(
            "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics"
        )


def _existing(request: Request) -> Record | None:
    topic = sns._topic_by_arn_any_scope(request["TopicArn"])
    endpoint = (request.get("Protocol"), request.get("Endpoint"))
    found = topic["subscriptions"] if topic else ()
    return next((each for each in found if (each["protocol"], each["endpoint"]) == endpoint), None)


def _subscription(arn: str) -> Record | None:
    return sns._find_subscription(sns._sub_arn_to_topic.get(arn, ""), arn)


def _is_same(kept: Record, given: Record) -> bool:
    """Recorded: a second Subscribe may give less, but nothing else than what there is."""
    known = _DEFAULTS | kept
    return all(str(known.get(name, "")).lower() == value.lower() for name, value in given.items())
