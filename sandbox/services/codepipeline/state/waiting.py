"""Waiting within an execution, which ends when the execution is abandoned."""

import time
from collections.abc import Callable
from typing import TypeVar

from sandbox.services.codepipeline.state.execution import Execution

_T = TypeVar("_T")
_POLL_SECONDS = 0.1


class AbandonedError(Exception):
    """The execution was stopped without waiting for its actions."""


def wait_until(execution: Execution, look: Callable[[], _T | None]) -> _T:
    """The first true answer of `look`.

    Raises:
        AbandonedError: the execution was stopped and abandoned meanwhile.

    """
    while not (found := look()):
        if execution.is_abandoned:
            raise AbandonedError
        time.sleep(_POLL_SECONDS)
    return found
