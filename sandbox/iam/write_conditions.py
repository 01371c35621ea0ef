"""Condition keys of S3 about writes: Service Authorization Reference, "Condition keys for Amazon S3".

What they are worth: S3 User Guide, "Enforce conditional writes on Amazon S3 buckets": an object is created by PutObject
and CompleteMultipartUpload, and not by the requests of an upload before its completion, which take no such header.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

_WRITES = ("s3:PutObject",)
_HEADERS = {"if-none-match": "s3:if-none-match", "if-match": "s3:if-match"}
_facts: ContextVar[Mapping[str, str]] = ContextVar("sandbox_write_conditions", default=MappingProxyType({}))


def note(method: str, headers: Mapping[str, Any], query: Mapping[str, Any]) -> None:
    """Keep what the request that is being judged says about itself."""
    begins = method == "POST" and "uploads" in query
    piece = method == "PUT" and "uploadId" in query
    given = {key: str(headers[header]) for header, key in _HEADERS.items() if header in headers}
    # The engine compares the names of condition keys in lower case.
    created = {"s3:objectcreationoperation": str(not (begins or piece)).lower()}
    _facts.set(given | created)


def facts(action: str) -> Mapping[str, str]:
    """The condition keys of the request, if it writes."""
    return _facts.get() if action in _WRITES else {}
