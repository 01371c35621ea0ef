"""Mail of topics: a file for each message below `mail/` of the state folder, once the subscription is confirmed.

SNS API Reference, "Subscribe" and "ConfirmSubscription": an address gets a token, and until the token comes back the
subscription is pending and gets no message.
"""

import os
import re
import uuid
from pathlib import Path
from typing import Any

from ministack.services import sns

Record = dict[str, Any]
Answer = tuple[int, Any, bytes]

_engine_subscribe, _engine_fanout = sns._subscribe, sns._fanout
_engine_list, _engine_list_by_topic = sns._list_subscriptions, sns._list_subscriptions_by_topic
_BY_MAIL = {"email", "email-json"}
_PENDING = "pending confirmation"


def _subscribe(given: Record) -> Answer:
    """The engine takes every address as confirmed."""
    topic = sns._topic_by_arn_any_scope(sns._p(given, "TopicArn"))
    known = {subscription["arn"] for subscription in topic["subscriptions"]} if topic else set()
    status, headers, body = _engine_subscribe(given)
    new = [subscription for subscription in topic["subscriptions"] if subscription["arn"] not in known] if topic else []
    for subscription in new:
        if subscription["protocol"] not in _BY_MAIL:
            continue
        _ask(subscription)
        if sns._p(given, "ReturnSubscriptionArn") != "true":
            body = body.replace(subscription["arn"].encode(), _PENDING.encode())
    return status, headers, body


def _ask(subscription: Record) -> None:
    token = uuid.uuid4().hex
    subscription.update(confirmed=False, token=token)
    subscription["attributes"].update(PendingConfirmation="true", ConfirmationWasAuthenticated="false")
    topic = subscription["topic_arn"]
    words = f"aws sns confirm-subscription --topic-arn {topic} --token {token}"
    _send(subscription["endpoint"], f"You have chosen to subscribe to the topic {topic}. To confirm:\n{words}")


def _fanout(topic_arn: str, identifier: str, message: str, subject: str, *more: Any, **named: Any) -> None:
    _engine_fanout(topic_arn, identifier, message, subject, *more, **named)
    topic = sns._topic_by_arn_any_scope(topic_arn)
    for subscription in topic["subscriptions"] if topic else ():
        if subscription["protocol"] in _BY_MAIL and subscription["confirmed"]:
            _send(subscription["endpoint"], f"Subject: {subject or 'AWS Notification Message'}\n\n{message}")


def _send(address: str, text: str) -> None:
    folder = Path(os.environ["SANDBOX_STATE"]) / "mail" / re.sub(r"[^\w@.+-]", "_", address)
    folder.mkdir(parents=True, exist_ok=True)
    number = sum(1 for _ in folder.iterdir()) + 1
    (folder / f"{number:04}.txt").write_text(f"{text}\n", encoding="utf-8")


def _without_pending(answer: Answer) -> Answer:
    """SNS API Reference, "ListSubscriptions": a pending subscription has no ARN yet."""
    status, headers, body = answer
    for topic in sns._topics.values():
        for subscription in topic["subscriptions"]:
            if not subscription["confirmed"]:
                body = body.replace(subscription["arn"].encode(), b"PendingConfirmation")
    return status, headers, body


def install() -> None:
    sns._subscribe, sns._fanout = _subscribe, _fanout
    sns._list_subscriptions = lambda given: _without_pending(_engine_list(given))
    sns._list_subscriptions_by_topic = lambda given: _without_pending(_engine_list_by_topic(given))
