"""Conditional writes: Amazon S3 User Guide, "How to prevent object overwrites with conditional writes"."""

from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request
from sandbox.engine.rules.s3.buckets import stored_object

_NOT_HELD = "At least one of the pre-conditions you specified did not hold"


def check(request: Request) -> None:
    """Refuse a write whose condition on the object that it would replace does not hold."""
    current = stored_object(request["Bucket"], request["Key"])
    wanted, unwanted = request.get("IfMatch"), request.get("IfNoneMatch")
    if wanted and current is None:
        raise ServiceError("NoSuchKey", "The specified key does not exist.", 404, {"Key": request["Key"]})
    if wanted and not _is_same(wanted, current):
        raise ServiceError("PreconditionFailed", _NOT_HELD, 412, {"Condition": "If-Match"})
    if unwanted and current is not None:
        raise ServiceError("PreconditionFailed", _NOT_HELD, 412, {"Condition": "If-None-Match"})


def _is_same(tag: str, current: dict[str, Any] | None) -> bool:
    return current is not None and tag.strip('"') in ("*", current["etag"].strip('"'))
