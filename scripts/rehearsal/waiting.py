"""Waits for what somebody else does, and says what did not come."""

import time
from collections.abc import Callable
from typing import TypeVar

from scripts.errors import UnfinishedError

Answer = TypeVar("Answer")
SHORTEST_PAUSE, LONGEST_PAUSE, SHARE = 0.1, 5.0, 0.05
"""Between two looks passes a twentieth of what has been waited for so far: nothing that is quick is missed for long."""
START_SECONDS = 180.0
"""How long an event may take to start something."""
WORK_SECONDS = 3600.0
"""How long a build, a training or a deployment may take."""


def wait_for(what: str, probe: Callable[[], Answer | None], seconds: float = WORK_SECONDS) -> Answer:
    """What `probe` returns once it is not None.

    Raises UnfinishedError when that takes more than `seconds`.
    """
    began = time.monotonic()
    while (answer := probe()) is None:
        waited = time.monotonic() - began
        if waited > seconds:
            problem = f"{what} did not come within {seconds:.0f} s"
            raise UnfinishedError(problem, hint="nothing is lost: the project is still there, see its pipelines")
        time.sleep(min(max(waited * SHARE, SHORTEST_PAUSE), LONGEST_PAUSE))
    return answer
