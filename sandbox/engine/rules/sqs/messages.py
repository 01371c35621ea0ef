"""Messages: what SQS refuses of them. SQS API Reference, "SendMessage" and "ReceiveMessage"; sentences are recorded."""

import re
from collections.abc import Iterator

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Record, Request
from sandbox.engine.rules.messaging import message_attributes
from sandbox.engine.rules.sqs.stored import queue_at

_MOST_ATTRIBUTES = 10
_LEFT_OUT = ("MessageGroupId", "MessageDeduplicationId", "MessageSystemAttributes")
_RANGES = {
    "MaxNumberOfMessages": (1, 10, "Must be between 1 and 10, if provided."),
    "WaitTimeSeconds": (0, 20, "Must be >= 0 and <= 20, if provided."),
    "VisibilityTimeout": (0, 43_200, "Must be >= 0 and <= 43200, if provided."),
    "DelaySeconds": (0, 900, "DelaySeconds must be >= 0 and <= 900."),
}
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHARACTERS = (
    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | "
    "#x10000 to #x10FFFF"
)
_NAMES = (
    "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal "
    "use. Additionally, they cannot start or end with '.'."
)
_SYSTEM_ATTRIBUTES = {
    "All",
    "ApproximateFirstReceiveTimestamp",
    "ApproximateReceiveCount",
    "AWSTraceHeader",
    "DeadLetterQueueSourceArn",
    "MessageDeduplicationId",
    "MessageGroupId",
    "SenderId",
    "SentTimestamp",
    "SequenceNumber",
}


def SendMessage(request: Request) -> None:
    for name in _LEFT_OUT:
        if name in request:
            raise not_emulated(f"{name} of sqs:SendMessage")
    _check_ranges(request)
    body, attributes = request.get("MessageBody", ""), request.get("MessageAttributes") or {}
    if not body:
        raise ServiceError("MissingParameter", "The request must contain the parameter MessageBody.")
    if _FORBIDDEN.search(body):
        raise ServiceError("InvalidMessageContents", _CHARACTERS)
    for problem in _problems(attributes):
        raise ServiceError("InvalidParameterValue", problem)
    _check_size(request["QueueUrl"], len(body.encode()) + message_attributes.size(attributes))


def ReceiveMessage(request: Request) -> None:
    _check_ranges(request)
    for name in ("AttributeNames", "MessageSystemAttributeNames"):
        unknown = set(request.get(name) or ()) - _SYSTEM_ATTRIBUTES
        if unknown:
            raise ServiceError("InvalidAttributeName", f"Unknown Attribute {min(unknown)}.")


def _check_ranges(request: Request) -> None:
    for name, (low, high, reason) in _RANGES.items():
        value = request.get(name)
        if value is not None and not low <= value <= high:
            sentence = f"Value {value} for parameter {name} is invalid. Reason: {reason}"
            raise ServiceError("InvalidParameterValue", sentence)


def _problems(attributes: Record) -> Iterator[str]:
    if len(attributes) > _MOST_ATTRIBUTES:
        yield f"Number of message attributes [{len(attributes)}] exceeds the allowed maximum [{_MOST_ATTRIBUTES}]."
    for name, attribute in attributes.items():
        yield from _problems_of_one(name, attribute)


def _problems_of_one(name: str, attribute: Record) -> Iterator[str]:
    kind, value = message_attributes.base_type(attribute), message_attributes.value_of(attribute)
    if not message_attributes.is_name(name):
        yield _NAMES
    if not kind:
        wanted = 'must be prefixed with "String", "Binary", or "Number"'
        given = attribute.get("DataType")
        yield f"Type for parameter MessageAttributes.Attribute_name.DataType {wanted}, but was: {given}"
    if not value:
        yield f"Message (user) attribute '{name}' must contain a non-empty value of type '{kind}'."
    if kind == "Number" and not _is_number(str(value)):
        yield f"Can't cast the value of message (user) attribute '{name}' to a number."
    if isinstance(value, str) and _FORBIDDEN.search(value):
        yield _CHARACTERS


def _is_number(text: str) -> bool:
    try:
        return float(text) == float(text)  # not the word NaN
    except ValueError:
        return False


def _check_size(address: str, size: int) -> None:
    queue = queue_at(address)  # the engine refuses a queue that does not exist
    limit = int(queue["attributes"]["MaximumMessageSize"]) if queue else size
    if size > limit:
        sentence = f"One or more parameters are invalid. Reason: Message must be shorter than {limit} bytes."
        raise ServiceError("InvalidParameterValue", sentence)
