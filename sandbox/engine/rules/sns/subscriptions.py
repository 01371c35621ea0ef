"""Subscriptions: what SNS refuses of their endpoints and attributes.

SNS is the Amazon SNS API Reference, the guide its Developer Guide.
"""

import json
import re
from collections.abc import Callable

from ministack.core.responses import get_account_id, get_region
from ministack.services import sns

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Record, Request
from sandbox.engine.rules.sns import filter_policies, mail
from sandbox.engine.rules.sns.arguments import check_subscription, check_topic, invalid
from sandbox.engine.rules.sns.filter_policies import ATTRIBUTES, BODY, FilterPolicyError

_LEFT_OUT = {"http", "https", "sms", "application", "lambda", "firehose"}
_LEFT_OUT_ATTRIBUTES = {"DeliveryPolicy", "SubscriptionRoleArn", "ReplayPolicy"}
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_QUEUE = re.compile(r"arn:[a-z-]+:sqs:[a-z0-9-]+:\d{12}:(?P<name>[A-Za-z0-9_-]+(\.fifo)?)")
_DEFAULTS = {"RawMessageDelivery": "false", "FilterPolicyScope": ATTRIBUTES}
_IN_SUBSCRIBE = "Attributes Reason: "


def Subscribe(request: Request) -> None:
    check_topic(request)
    protocol, attributes = request.get("Protocol", ""), request.get("Attributes") or {}
    _check_endpoint(protocol, request.get("Endpoint", ""))
    for name, value in attributes.items():
        scope = attributes.get("FilterPolicyScope", ATTRIBUTES)
        _check_attribute(name, value, _Subscribed(protocol, scope, _IN_SUBSCRIBE))
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
    _check_attribute(name, value, _Subscribed(subscription["protocol"], scope, ""))
    policy = subscription["attributes"].get("FilterPolicy")
    if name == "FilterPolicyScope" and policy:
        _check_filter(policy, _Subscribed(subscription["protocol"], value, ""))


def GetSubscriptionAttributes(request: Request) -> None:
    check_subscription(request)


def Unsubscribe(request: Request) -> None:
    check_subscription(request)


def ConfirmSubscription(request: Request) -> None:
    check_topic(request)
    if not request.get("Token"):
        raise invalid("Token Reason: no value for required parameter")


class _Subscribed:
    """What an attribute is judged by; `prefix` is how a sentence about it begins."""

    def __init__(self, protocol: str, scope: str, prefix: str) -> None:
        self.protocol, self.scope, self.prefix = protocol, scope, prefix


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
    queue = _QUEUE.fullmatch(endpoint)
    if not queue:
        raise invalid("SQS endpoint ARN")
    if queue["name"].endswith(".fifo"):
        raise invalid(
            "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics"
        )


def _check_attribute(name: str, value: str, to: _Subscribed) -> None:
    if name in _LEFT_OUT_ATTRIBUTES:
        raise not_emulated(f"{name} of a subscription")
    if name not in _CHECKS:
        raise invalid("AttributeName")
    _CHECKS[name](value, to)


def _check_raw(value: str, to: _Subscribed) -> None:
    """Guide, "Amazon SNS raw message delivery": for queues, not for mail."""
    if value.lower() not in {"true", "false"}:
        raise invalid(f"{to.prefix}RawMessageDelivery: Invalid value [{value}]. Must be true or false.")
    if to.protocol != "sqs" and value.lower() == "true":
        raise invalid(f"{to.prefix}Delivery protocol [{to.protocol}] does not support raw message delivery.")


def _check_scope(value: str, to: _Subscribed) -> None:
    if value not in {BODY, ATTRIBUTES}:
        sentence = f"Invalid value [{value}]. Please use either MessageBody or MessageAttributes"
        raise invalid(f"{to.prefix}FilterPolicyScope: {sentence}")


def _check_filter(value: str, to: _Subscribed) -> None:
    if value in {"", "{}"}:  # removes the policy
        return
    try:
        filter_policies.check(value, to.scope)
    except FilterPolicyError as problem:
        raise invalid(f"{to.prefix}{problem}") from None


def _check_redrive(value: str, to: _Subscribed) -> None:
    """Guide, "Amazon SNS dead-letter queues": a queue in the account and region of the subscription."""
    if not value:
        return
    try:
        target = json.loads(value)["deadLetterTargetArn"]
    except (ValueError, KeyError, TypeError):
        raise invalid(f"{to.prefix}RedrivePolicy: failed to parse JSON.") from None
    queue = _QUEUE.fullmatch(target) if isinstance(target, str) else None
    if not queue or target.split(":")[3:5] != [get_region(), get_account_id()]:
        raise invalid(f"{to.prefix}RedrivePolicy: deadLetterTargetArn is an invalid arn")
    if queue["name"].endswith(".fifo"):
        raise not_emulated("a FIFO queue")


_CHECKS: dict[str, Callable[[str, _Subscribed], None]] = {
    "FilterPolicy": _check_filter,
    "FilterPolicyScope": _check_scope,
    "RawMessageDelivery": _check_raw,
    "RedrivePolicy": _check_redrive,
}


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
