"""Waits for what somebody else does, and says what did not come."""

import time
from collections.abc import Callable
from typing import TypeVar

from scripts.errors import UnfinishedError

Answer = TypeVar("Answer")
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 2.0
START_SECONDS = 180.0
"""How long an event may take to start something."""
WORK_SECONDS = 3600.0
"""How long a build, a training or a deployment may take."""


def wait_for(what: str, probe: Callable[[], Answer | None], seconds: float = WORK_SECONDS) -> Answer:
    """What `probe` returns once it is not None.

    Raises UnfinishedError when that takes more than `seconds`.
    """
    pause, deadline = FIRST_PAUSE, time.monotonic() + seconds
    while (answer := probe()) is None:
        if time.monotonic() > deadline:
            problem = f"{what} did not come within {seconds:.0f} s"
            raise UnfinishedError(problem, hint="nothing is lost: the project is still there, see its pipelines")
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE)
    return answer
