"""Lists of topics and subscriptions, a hundred to a page.

SNS API Reference, "ListTopics", "ListSubscriptions" and "ListSubscriptionsByTopic".
"""

import base64
import binascii
from typing import Any

from ministack.services import sns

from sandbox.api.types import Answer, Record, Request
from sandbox.engine.rules.sns.arguments import invalid

_PAGE = 100


def ListTopics(request: Request) -> Answer:
    return _page("Topics", [{"TopicArn": arn} for arn in sns._topics], request)


def ListSubscriptions(request: Request) -> Answer:
    found = [each for topic in sns._topics.values() for each in topic["subscriptions"]]
    return _page("Subscriptions", [_described(each) for each in found], request)


def subscriptions_of(request: Request, _engine: Answer) -> Answer:
    """In place of the engine's list, which it gives to callers whom the topic's policy lets."""
    topic = sns._topic_by_arn_any_scope(request["TopicArn"]) or {"subscriptions": []}
    return _page("Subscriptions", [_described(each) for each in topic["subscriptions"]], request)


def _described(subscription: Record) -> Record:
    return {
        "SubscriptionArn": subscription["arn"] if subscription["confirmed"] else "PendingConfirmation",
        "Owner": subscription["owner"],
        "Protocol": subscription["protocol"],
        "Endpoint": subscription["endpoint"],
        "TopicArn": subscription["topic_arn"],
    }


def _page(name: str, rows: list[Any], request: Request) -> Answer:
    start = _start(request.get("NextToken", ""))
    following = {"NextToken": base64.b64encode(str(start + _PAGE).encode()).decode()}
    return {name: rows[start : start + _PAGE]} | (following if start + _PAGE < len(rows) else {})


def _start(token: str) -> int:
    try:
        return int(base64.b64decode(token)) if token else 0
    except (binascii.Error, ValueError):
        raise invalid("NextToken") from None
