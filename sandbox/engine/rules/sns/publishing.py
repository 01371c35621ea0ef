"""Messages: what SNS refuses of them. API Reference, "Publish"; sentences are recorded."""

import json

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Record, Request
from sandbox.engine.rules.messaging import message_attributes
from sandbox.engine.rules.sns.arguments import check_topic, invalid

_MOST_BYTES = 256 * 1024
_LONGEST_SUBJECT = 100


def Publish(request: Request) -> None:
    for name in ("MessageGroupId", "MessageDeduplicationId"):
        if name in request:
            raise not_emulated(f"{name} of sns:Publish")
    check_topic(request, "TargetArn" if "TargetArn" in request else "TopicArn")
    _check_text(request, request.get("Message", ""))
    _check_attributes(request)


def _check_text(request: Request, message: str) -> None:
    if not message:
        raise invalid("Empty message")
    if "Subject" in request:
        _check_subject(request["Subject"])
    if request.get("MessageStructure"):
        _check_structure(request["MessageStructure"], message)


def _check_attributes(request: Request) -> None:
    attributes = request.get("MessageAttributes") or {}
    for name, attribute in attributes.items():
        _check_attribute(name, attribute)
    if len(request["Message"].encode()) + message_attributes.size(attributes) > _MOST_BYTES:
        raise invalid("Message too long")


def _check_subject(subject: str) -> None:
    """At most a hundred characters, without line breaks or control characters."""
    if not 0 < len(subject) <= _LONGEST_SUBJECT or not subject.isprintable():
        raise invalid("Subject")


def _check_structure(structure: str, message: str) -> None:
    if structure != "json":
        raise invalid("MessageStructure")
    try:
        texts = json.loads(message)
    except ValueError:
        raise invalid("Message Structure - JSON message body failed to parse") from None
    if not isinstance(texts, dict) or not isinstance(texts.get("default"), str):
        raise invalid("Message Structure - No default entry in JSON message body")


def _check_attribute(name: str, attribute: Record) -> None:
    if not message_attributes.is_name(name):
        raise _bad_attribute(f"Invalid message attribute name: {name}")
    if not message_attributes.base_type(attribute):
        raise _bad_attribute(message_attributes.UNKNOWN_TYPE.format(name))
    if not message_attributes.value_of(attribute):
        kind = attribute["DataType"]
        what = f"must contain non-empty message attribute value for message attribute type '{kind}'."
        raise _bad_attribute(f"The message attribute '{name}' {what}")


def _bad_attribute(sentence: str) -> ServiceError:
    return ServiceError("ParameterValueInvalid", sentence)
