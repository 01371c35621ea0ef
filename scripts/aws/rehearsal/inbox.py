"""Receives the messages of a topic through a queue, because a mailbox cannot be read here."""

import json
import uuid
from typing import Any

from scripts.aws.account import Account

SECONDS_TO_WAIT = 1
MESSAGES_AT_ONCE = 10


class Inbox:
    """One region of the topic's account. `close` deletes the queue and its subscription."""

    def __init__(self, account: Account, region: str) -> None:
        self.sns: Any = account.client("sns", region)
        self.sqs: Any = account.client("sqs", region)
        self._queue = self._subscription = ""
        self._messages: list[str] = []

    def open(self, topic: str) -> None:
        """Subscribe to the topic, once."""
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
        """Remove and return the first message with all of the words; None while there is none."""
        self._receive()
        found = next((text for text in self._messages if all(word in text for word in words)), None)
        if found:
            self._messages.remove(found)
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
        for message in answer.get("Messages", []):
            self._messages.append(_readable(message["Body"]))
            self.sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])


def _readable(text: str) -> str:
    """A JSON message in plain text: a line for each member, its strings without escapes."""
    try:
        return "\n".join(_lines(json.loads(text)))
    except ValueError:
        return text


def _lines(value: Any, path: str = "") -> list[str]:
    if isinstance(value, dict):
        return [line for name, member in value.items() for line in _lines(member, f"{path} {name}".strip())]
    if isinstance(value, list):
        return [line for item in value for line in _lines(item, path)]
    return [f"{path}: {value}"]


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
