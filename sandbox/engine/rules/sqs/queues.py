"""Queues: what SQS refuses of their names, attributes and tags. SQS API Reference, "CreateQueue" and "TagQueue"."""

import json
import re
from collections.abc import Mapping

from ministack.services import sqs

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request
from sandbox.engine.rules.sqs import attributes
from sandbox.engine.rules.sqs.stored import queue_at

_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")
_TAG_KEY = re.compile(r"(?!aws:)[\w .:/=+\-@]{1,128}", re.IGNORECASE)
_TAG_VALUE = re.compile(r"[\w .:/=+\-@]{0,256}")
_MOST_TAGS = 50


def CreateQueue(request: Request) -> None:
    name, given = request.get("QueueName", ""), request.get("Attributes") or {}
    if name.endswith(".fifo") or given.get("FifoQueue", "").lower() == "true":
        raise not_emulated("a FIFO queue")
    if not _NAME.fullmatch(name):
        sentence = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
        raise ServiceError("InvalidParameterValue", sentence)
    attributes.check(given)
    _check_tags(name, request.get("tags") or {})
    existing = next((each for each in sqs._queues.values() if each["name"] == name), None)
    if existing:
        _check_same(existing["attributes"], given)


def SetQueueAttributes(request: Request) -> None:
    attributes.check(request.get("Attributes") or {})


def GetQueueAttributes(request: Request) -> None:
    attributes.check_names(request.get("AttributeNames") or [])


def TagQueue(request: Request) -> None:
    given = request.get("Tags") or {}
    queue = queue_at(request["QueueUrl"]) or {"name": "", "tags": {}}
    _check_tags(queue["name"], {**queue["tags"], **given})


def _check_tags(queue: str, tags: Mapping[str, str]) -> None:
    """SQS Developer Guide, "Amazon SQS cost allocation tags"."""
    for key, value in tags.items():
        if not _TAG_KEY.fullmatch(key) or not _TAG_VALUE.fullmatch(value or ""):
            raise ServiceError("InvalidParameterValue", f"Tag {key} of the queue {queue} is invalid.")
    if len(tags) > _MOST_TAGS:
        raise ServiceError("InvalidParameterValue", f"Too many tags added for queue {queue}.")


def _check_same(kept: Mapping[str, str], given: Mapping[str, str]) -> None:
    """Recorded: a queue can be created again with less than it has, but not with anything else."""
    for name, value in given.items():
        if not _is_same(kept.get(name, ""), value):
            sentence = "A queue already exists with the same name and a different value for attribute"
            raise ServiceError("QueueAlreadyExists", f"{sentence} {name}")


def _is_same(kept: str, given: str) -> bool:
    try:
        return json.loads(kept) == json.loads(given)
    except ValueError:
        return kept == given
