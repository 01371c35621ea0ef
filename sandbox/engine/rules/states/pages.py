"""Pages of lists: tokens that are of one request only."""

import base64
import json
from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request

_USUAL = 100


def page(request: Request, rows: list[Any], member: str) -> Answer:
    """The page of `rows` that a request is for; the other members of the request are part of its token.

    Raises:
        ServiceError: InvalidToken.

    """
    size = request.get("maxResults") or _USUAL
    start = _start(request)
    answer: Answer = {member: rows[start : start + size]}
    if start + size < len(rows):
        answer["nextToken"] = _token(request, start + size)
    return answer


def _token(request: Request, start: int) -> str:
    about = {name: value for name, value in request.items() if name not in {"nextToken", "maxResults"}}
    return base64.urlsafe_b64encode(json.dumps([start, about], sort_keys=True).encode()).decode()


def _start(request: Request) -> int:
    token = request.get("nextToken")
    if not token:
        return 0
    try:
        start = json.loads(base64.urlsafe_b64decode(token))[0]
    except (ValueError, TypeError, IndexError):
        start = None
    if not isinstance(start, int) or token != _token(request, start):
        raise ServiceError("InvalidToken", "Invalid Token: 'Invalid token'")
    return start
