"""A queue that hears what a project's topic says, as a person with a subscription would."""

import json
from typing import Any

from scripts.errors import UnfinishedError
from scripts.rehearsal.patience import wait_for

SECONDS = 60.0
NAME = "heard"


class Inbox:
    """Of the account of the project; the topic must be there."""

    def __init__(self, sandbox: Any, account: str, project: str) -> None:
        topics = sandbox.client("sns", account).list_topics()["Topics"]
        topic = next(each["TopicArn"] for each in topics if project in each["TopicArn"])
        self._sqs, self._heard = sandbox.client("sqs", account), list[str]()
        self._queue = self._sqs.create_queue(QueueName=NAME, Attributes={"Policy": policy(topic)})["QueueUrl"]
        arn = f"{topic.rpartition(':')[0]}:{NAME}".replace(":sns:", ":sqs:")
        sandbox.client("sns", account).subscribe(
            TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"}
        )

    def forget(self) -> None:
        """Whatever has come until now."""
        while self._receive():
            pass
        self._heard.clear()

    def take(self, *words: str) -> str:
        """The first message with all of the words, which is then no longer there."""

        def found() -> str | None:
            self._receive()
            return next((text for text in self._heard if all(word in text for word in words)), None)

        try:
            message = wait_for("a message", found, SECONDS)
        except UnfinishedError as error:
            raise AssertionError(f"the topic said nothing with {words}, but {self._heard}") from error
        self._heard.remove(message)
        return message

    def _receive(self) -> int:
        found = self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get("Messages", [])
        for each in found:
            self._heard.append(each["Body"])
            self._sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=each["ReceiptHandle"])
        return len(found)


def policy(topic: str) -> str:
    """Amazon SNS Developer Guide, "Subscribing an Amazon SQS queue to an Amazon SNS topic"."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": "*",
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
