"""Calls of the engine's functions for EventBridge, past its HTTP."""

import json
from collections.abc import Callable

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, HttpAnswer, Request


def call(function: Callable[[Request], HttpAnswer], request: Request) -> Answer:
    """What the engine answers.

    Raises:
        ServiceError: what it refuses.

    """
    status, _, body = function(request)
    answer = json.loads(body or "{}")
    if status >= 400:
        raise ServiceError(answer["__type"], answer.get("message", ""), status)
    return answer
