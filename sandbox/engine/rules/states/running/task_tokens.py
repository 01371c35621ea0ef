"""Tokens of tasks that wait for a callback: SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat."""

import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.states.language.failures import FailureError
from sandbox.engine.rules.states.running.halts import Halt


@dataclass
class Callback:
    """What a task waits for; tokens do not survive a restart, nor do executions that run."""

    halt: Halt
    token: str = field(default_factory=lambda: secrets.token_urlsafe(96))
    last_heartbeat: float = field(default_factory=time.monotonic)
    output: Any = None
    failure: FailureError | None = None


_waiting: dict[str, Callback] = {}


def wait(halt: Halt) -> Callback:
    """A callback with a token of its own."""
    callback = Callback(Halt(halt))
    _waiting[callback.token] = callback
    return callback


def forget(callback: Callback) -> None:
    _waiting.pop(callback.token, None)


def _callback(request: Request) -> Callback:
    callback = _waiting.get(request["taskToken"])
    if callback is None:
        raise ServiceError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")
    return callback


def SendTaskSuccess(request: Request) -> Answer:
    callback = _callback(request)
    try:
        callback.output = json.loads(request["output"])
    except ValueError as problem:
        raise ServiceError("InvalidOutput", f"Invalid Output: '{problem}'") from None
    _end(callback)
    return {}


def SendTaskFailure(request: Request) -> Answer:
    callback = _callback(request)
    callback.failure = FailureError(request.get("error"), request.get("cause"))
    _end(callback)
    return {}


def SendTaskHeartbeat(request: Request) -> Answer:
    _callback(request).last_heartbeat = time.monotonic()
    return {}


def _end(callback: Callback) -> None:
    forget(callback)
    callback.halt.set()
