"""Topics: what SNS refuses of their names, attributes, policies and tags.

SNS is the Amazon SNS API Reference, the guide its Developer Guide.
"""

import json
import re
from collections.abc import Callable

from ministack.core.responses import get_account_id, get_region
from ministack.services import sns

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Record, Request
from sandbox.engine.rules.sns import topic_policies
from sandbox.engine.rules.sns.arguments import check_topic, invalid

_NAME = re.compile(r"[A-Za-z0-9_-]{1,256}")
_FIFO = ".fifo"
_LONGEST_DISPLAY_NAME = 100
_MOST_TAGS = 50
# SNS, "CreateTopic": attributes of topics that nothing here uses.
_LEFT_OUT = re.compile(
    r"(HTTP|Firehose|Lambda|Application|SQS)(Success|Failure)Feedback(RoleArn|SampleRate)"
    r"|(Delivery|DataProtection|Archive)Policy|ContentBasedDeduplication|FifoThroughputScope"
)
_DEFAULTS = {"FifoTopic": "false", "SignatureVersion": "1", "DisplayName": "", "TracingConfig": "PassThrough"}


def CreateTopic(request: Request) -> None:
    name, attributes = request.get("Name", ""), request.get("Attributes") or {}
    _check_name(name, attributes)
    arn = f"arn:aws:sns:{get_region()}:{get_account_id()}:{name}"
    for attribute, value in attributes.items():
        _check_attribute(attribute, value, arn, f"Attributes Reason: Unknown attribute: {attribute}")
    tags = _tags(request)
    _check_tag_count(tags)
    existing = sns._topics.get(arn)
    if existing:
        _check_same(existing, attributes, tags)


def SetTopicAttributes(request: Request) -> None:
    check_topic(request)
    name = request.get("AttributeName", "")
    if name == "FifoTopic":
        raise invalid("AttributeName")
    _check_attribute(name, request.get("AttributeValue", ""), request["TopicArn"], "AttributeName")


def GetTopicAttributes(request: Request) -> None:
    check_topic(request)


def DeleteTopic(request: Request) -> None:
    check_topic(request)


def ListSubscriptionsByTopic(request: Request) -> None:
    check_topic(request)


def TagResource(request: Request) -> None:
    topic = sns._topics.get(request["ResourceArn"])
    if topic:
        _check_tag_count(topic["tags"] | _tags(request))


def _check_name(name: str, attributes: Request) -> None:
    """SNS, "CreateTopic"; what is recorded of a name that does not go with FifoTopic."""
    is_fifo = str(attributes.get("FifoTopic", "")).lower() == "true"
    if is_fifo and name.endswith(_FIFO):
        raise not_emulated("a FIFO topic")
    if is_fifo or not _NAME.fullmatch(name):
        raise invalid("Topic Name")


def _check_attribute(name: str, value: str, topic: str, unknown: str) -> None:
    if _LEFT_OUT.fullmatch(name):
        raise not_emulated(f"{name} of a topic")
    if name == "Policy":
        topic_policies.check(value, topic)
    elif name not in _VALUES:
        raise invalid(unknown)
    elif not _VALUES[name](value):
        raise invalid(f"{name} Reason: invalid value: {value}")


_VALUES: dict[str, Callable[[str], bool]] = {
    "DisplayName": lambda value: len(value) <= _LONGEST_DISPLAY_NAME,
    "FifoTopic": lambda value: value.lower() == "false",
    "KmsMasterKeyId": lambda _value: True,
    "SignatureVersion": lambda value: value in {"1", "2"},
    "TracingConfig": lambda value: value in {"PassThrough", "Active"},
}


def _tags(request: Request) -> Record:
    given = request.get("Tags") or []
    tags = {tag["Key"]: tag.get("Value", "") for tag in given}
    if len(tags) < len(given):
        raise invalid("Duplicated keys are not allowed.")
    return tags


def _check_tag_count(tags: Record) -> None:
    """Guide, "Amazon SNS topic tagging": "TagLimitExceeded" of TagResource."""
    if len(tags) > _MOST_TAGS:
        raise ServiceError("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded")


def _check_same(topic: Record, attributes: Record, tags: Record) -> None:
    """Recorded: what a second request gives must be what the topic has; it may give less."""
    kept = _DEFAULTS | topic["attributes"]
    if any(not _is_same(kept.get(name, ""), value) for name, value in attributes.items()):
        raise invalid("Attributes Reason: Topic already exists with different attributes")
    if any(topic["tags"].get(key) != value for key, value in tags.items()):
        raise invalid("Tags Reason: Topic already exists with different tags")


def _is_same(kept: str, given: str) -> bool:
    try:
        return json.loads(kept) == json.loads(given)
    except ValueError:
        return kept == given
