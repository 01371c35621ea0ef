"""Tags of buckets and objects: Amazon S3 User Guide, "Categorizing your objects using tags"; the words are recorded."""

import re
from collections import Counter

from sandbox.api.errors import ServiceError
from sandbox.engine.rules.s3.buckets import malformed_xml

_LONGEST_KEY, _LONGEST_VALUE = 128, 256
_CHARACTERS = re.compile(r"[\w\s_.:/=+\-@]*")
_RESERVED = (
    'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. '
    'Remove "aws:" from your tag keys and try again.'
)
_SYSTEM_TAGS = "System tags cannot be added/updated by requester"


def check(given: list[dict[str, str]], reserved: str = _SYSTEM_TAGS) -> None:
    """Refuse a tag set that S3 refuses; `reserved` is how the operation refuses the prefix `aws:`."""
    if any(tag.get("Key") is None or tag.get("Value") is None for tag in given):
        raise malformed_xml()
    repeated = [key for key, count in Counter(tag["Key"] for tag in given).items() if count > 1]
    if repeated:
        message = "Cannot provide multiple Tags with the same key"
        raise ServiceError("InvalidTag", message, 400, {"TagKey": repeated[0]})
    for tag in given:
        _check_tag(tag["Key"], tag["Value"], reserved)


def check_new_bucket(given: list[dict[str, str]]) -> None:
    check(given, _RESERVED)


def _check_tag(key: str, value: str, reserved: str) -> None:
    if key.startswith("aws:"):
        raise ServiceError("InvalidTag", reserved)
    if not 1 <= len(key) <= _LONGEST_KEY or not _CHARACTERS.fullmatch(key):
        raise ServiceError("InvalidTag", "The TagKey you have provided is invalid", 400, {"TagKey": key})
    if len(value) > _LONGEST_VALUE or not _CHARACTERS.fullmatch(value):
        members = {"TagKey": key, "TagValue": value}
        raise ServiceError("InvalidTag", "The TagValue you have provided is invalid", 400, members)
