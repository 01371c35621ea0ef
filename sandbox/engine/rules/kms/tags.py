"""Tags of keys: KMS API reference, TagResource, and its TagException; the sentences are AWS's own.

KMS developer guide, "Tags in AWS KMS": a key has 50 tags, each name once, and `aws:` begins AWS's own.
"""

from collections.abc import Iterable

from sandbox.api.errors import ServiceError
from sandbox.api.types import Record

_MOST = 50


def check(tags: Iterable[Record], existing: Iterable[Record] = ()) -> None:
    """Refuse new tags beside those that a key has."""
    names = [tag["TagKey"] for tag in tags]
    if any(name.lower().startswith("aws:") for name in names):
        raise ServiceError("TagException", "Tags beginning with aws: are reserved")
    if len(set(names)) < len(names):
        raise ServiceError("TagException", "Duplicate tag keys")
    if len({*names, *(tag["TagKey"] for tag in existing)}) > _MOST:
        raise ServiceError("TagException", "Too many tags")
