"""Retriers and catchers at work (States Language, "Errors"; developer guide, "Handling errors")."""

import random
from typing import Any

from sandbox.engine.rules.states.language.failures import (
    DATA_LIMIT,
    HEARTBEAT,
    RUNTIME,
    TASK_FAILED,
    TIMEOUT,
    FailureError,
)

_MOST_ATTEMPTS, _INTERVAL, _RATE = 3, 1, 2.0


def matches(names: list[str], error: str | None) -> bool:
    """Whether a retrier or a catcher is for an error."""
    if error == RUNTIME:
        return False
    if error in names:
        return True
    if "States.ALL" in names:
        return error != DATA_LIMIT
    if error in {TIMEOUT, HEARTBEAT}:
        return error == HEARTBEAT and TIMEOUT in names
    return TASK_FAILED in names


class Retriers:
    """The retriers of one visit, with how often each was used."""

    def __init__(self, state: dict[str, Any]) -> None:
        self._retriers: list[dict[str, Any]] = state.get("Retry", [])
        self._used = [0] * len(self._retriers)

    def delay(self, failure: FailureError) -> float | None:
        """Seconds until the next attempt; None if there is none."""
        for number, retrier in enumerate(self._retriers):
            if matches(retrier["ErrorEquals"], failure.error):
                used = self._used[number]
                if used >= retrier.get("MaxAttempts", _MOST_ATTEMPTS):
                    return None
                self._used[number] += 1
                return _delay(retrier, used)
        return None


def _delay(retrier: dict[str, Any], used: int) -> float:
    seconds = retrier.get("IntervalSeconds", _INTERVAL) * retrier.get("BackoffRate", _RATE) ** used
    seconds = min(seconds, retrier.get("MaxDelaySeconds", seconds))
    return random.uniform(0, seconds) if retrier.get("JitterStrategy") == "FULL" else seconds  # noqa: S311 - a delay


def catcher(state: dict[str, Any], failure: FailureError) -> dict[str, Any] | None:
    """The first catcher for a failure."""
    return next((each for each in state.get("Catch", []) if matches(each["ErrorEquals"], failure.error)), None)
