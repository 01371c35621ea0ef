"""Pages of IAM's lists: IAM API Reference, ListRoles and its like: 100 items unless the request has MaxItems."""

import base64
import binascii

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request

_DEFAULT_SIZE = 100


def page(request: Request, answer: Answer, rows: str) -> Answer:
    """The part of an answer that a request asks for, with the marker of the next part if there is one."""
    start = _start(request.get("Marker"))
    end = start + request.get("MaxItems", _DEFAULT_SIZE)
    listed = answer.get(rows, [])
    is_truncated = end < len(listed)
    marker = {"Marker": base64.urlsafe_b64encode(str(end).encode()).decode()} if is_truncated else {}
    return answer | {rows: listed[start:end], "IsTruncated": is_truncated} | marker


def _start(marker: str | None) -> int:
    try:
        return int(base64.urlsafe_b64decode(marker)) if marker else 0
    except (binascii.Error, ValueError):
        raise ServiceError("ValidationError", f"Invalid Marker: {marker}") from None
