"""Attributes of subscriptions: what SNS refuses of them.

SNS is the Amazon SNS API Reference, the guide its Developer Guide.
"""

import json
import re
from collections.abc import Callable

from ministack.core.responses import get_account_id, get_region

from sandbox.api.errors import not_emulated
from sandbox.engine.rules.sns import filter_policies
from sandbox.engine.rules.sns.arguments import invalid
from sandbox.engine.rules.sns.filter_policies import ATTRIBUTES, BODY
from sandbox.engine.rules.sns.filter_rules import FilterPolicyError

QUEUE = re.compile(r"arn:[a-z-]+:sqs:[a-z0-9-]+:\d{12}:(?P<name>[A-Za-z0-9_-]+(\.fifo)?)")
_LEFT_OUT = {"DeliveryPolicy", "SubscriptionRoleArn", "ReplayPolicy"}


class Subscribed:
    """What an attribute is judged by; `prefix` is how a sentence about it begins."""

    def __init__(self, protocol: str, scope: str, prefix: str) -> None:
        self.protocol, self.scope, self.prefix = protocol, scope, prefix


def check(name: str, value: str, to: Subscribed) -> None:
    if name in _LEFT_OUT:
        raise not_emulated(f"{name} of a subscription")
    if name not in _CHECKS:
        raise invalid("AttributeName")
    _CHECKS[name](value, to)


def _check_raw(value: str, to: Subscribed) -> None:
    """Guide, "Amazon SNS raw message delivery": for queues, not for mail."""
    if value.lower() not in {"true", "false"}:
        raise invalid(f"{to.prefix}RawMessageDelivery: Invalid value [{value}]. Must be true or false.")
    if to.protocol != "sqs" and value.lower() == "true":
        raise invalid(f"{to.prefix}Delivery protocol [{to.protocol}] does not support raw message delivery.")


def _check_scope(value: str, to: Subscribed) -> None:
    if value not in {BODY, ATTRIBUTES}:
        sentence = f"Invalid value [{value}]. Please use either MessageBody or MessageAttributes"
        raise invalid(f"{to.prefix}FilterPolicyScope: {sentence}")


def check_filter(value: str, to: Subscribed) -> None:
    if value in {"", "{}"}:  # removes the policy
        return
    try:
        filter_policies.check(value, to.scope)
    except FilterPolicyError as problem:
        raise invalid(f"{to.prefix}{problem}") from None


def _check_redrive(value: str, to: Subscribed) -> None:
    """Guide, "Amazon SNS dead-letter queues": a queue in the account and region of the subscription."""
    if not value:
        return
    try:
        target = dict(json.loads(value)).get("deadLetterTargetArn")
    except (ValueError, TypeError):
        raise invalid(f"{to.prefix}RedrivePolicy: failed to parse JSON.") from None
    queue = QUEUE.fullmatch(str(target))
    if not queue or str(target).split(":")[3:5] != [get_region(), get_account_id()]:
        raise invalid(f"{to.prefix}RedrivePolicy: deadLetterTargetArn is an invalid arn")
    if queue["name"].endswith(".fifo"):
        raise not_emulated("a FIFO queue")


_CHECKS: dict[str, Callable[[str, Subscribed], None]] = {
    "FilterPolicy": check_filter,
    "FilterPolicyScope": _check_scope,
    "RawMessageDelivery": _check_raw,
    "RedrivePolicy": _check_redrive,
}
