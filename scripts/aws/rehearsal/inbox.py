"""Hears what a topic tells, as a subscriber does: through a queue, since no mailbox can be read here."""

import json
import uuid
from typing import Any

from scripts.aws.account import Account

SECONDS_TO_WAIT = 1
MESSAGES_AT_ONCE = 10


class Inbox:
    """One region of the account that the topic is in. The queue and its subscription go when it is closed."""

    def __init__(self, account: Account, region: str) -> None:
        self.sns: Any = account.client("sns", region)
        self.sqs: Any = account.client("sqs", region)
        self._queue = self._subscription = ""
        self._heard: list[str] = []

    def open(self, topic: str) -> None:
        """From now on; whoever has opened it already hears on."""
        if self._queue:
            return
        name = f"rehearsal-{uuid.uuid4().hex[:12]}"
        arn = f"{topic.replace(':sns:', ':sqs:').rpartition(':')[0]}:{name}"
        attributes = {"Policy": _policy(topic, arn)}
        self._queue = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        raw = {"RawMessageDelivery": "true"}
        answer = self.sns.subscribe(
            TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=raw, ReturnSubscriptionArn=True
        )
        self._subscription = answer["SubscriptionArn"]

    def take(self, *words: str) -> str | None:
        """The first message with all of the words, once; None while there is none."""
        self._receive()
        found = next((text for text in self._heard if all(word in text for word in words)), None)
        if found:
            self._heard.remove(found)
        return found

    def close(self) -> None:
        if self._subscription:
            self.sns.unsubscribe(SubscriptionArn=self._subscription)
        if self._queue:
            self.sqs.delete_queue(QueueUrl=self._queue)
        self._queue = self._subscription = ""

    def _receive(self) -> None:
        answer = self.sqs.receive_message(
            QueueUrl=self._queue, MaxNumberOfMessages=MESSAGES_AT_ONCE, WaitTimeSeconds=SECONDS_TO_WAIT
        )
        for each in answer.get("Messages", []):
            self._heard.append(_readable(each["Body"]))
            self.sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=each["ReceiptHandle"])


def _readable(text: str) -> str:
    """A JSON message as a person reads it: a line for each member, its texts without escapes."""
    try:
        return "\n".join(_lines(json.loads(text)))
    except ValueError:
        return text


def _lines(value: Any, above: str = "") -> list[str]:
    if isinstance(value, dict):
        return [line for name, each in value.items() for line in _lines(each, f"{above} {name}".strip())]
    if isinstance(value, list):
        return [line for each in value for line in _lines(each, above)]
    return [f"{above}: {value}"]


def _policy(topic: str, queue: str) -> str:
    """Amazon SNS Developer Guide, "Subscribing an Amazon SQS queue to an Amazon SNS topic"."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
