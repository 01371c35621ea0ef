"""What a call was refused with, and a queue that a topic may send to."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError


def refusal(call: Callable[..., Any], **arguments: Any) -> tuple[str, str]:
    """Code and message of the refusal that a call ends with."""
    with pytest.raises(ClientError) as raised:
        call(**arguments)
    error = raised.value.response["Error"]
    return error["Code"], error["Message"]


def unique(prefix: str) -> str:
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def open_queue(queues: Any, service: str = "sns.amazonaws.com", name: str = "") -> tuple[str, str]:
    """Address and ARN of a new queue that a service may send to."""
    address = queues.create_queue(QueueName=name or unique("open"))["QueueUrl"]
    named = queues.get_queue_attributes(QueueUrl=address, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sending = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sqs:SendMessage", "Resource": named}
    queues.set_queue_attributes(QueueUrl=address, Attributes={"Policy": policy(sending)})
    return address, named


def bodies(queues: Any, address: str) -> list[str]:
    """The bodies of all messages that are in a queue now."""
    found = []
    while received := queues.receive_message(QueueUrl=address, MaxNumberOfMessages=10).get("Messages"):
        found += [message["Body"] for message in received]
    return found


def code(call: Callable[..., Any], **arguments: Any) -> str:
    return refusal(call, **arguments)[0]
