"""Waits until AWS has finished something."""

import time
from collections.abc import Callable
from typing import TypeVar

from scripts.errors import UnfinishedError

Result = TypeVar("Result")
Tick = Callable[[], None]
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
LONGEST_WAIT = 60 * 60.0
"""Seconds; nothing that a publish starts takes AWS as long."""


def until(
    probe: Callable[[], Result | None], tick: Tick, what: str = "an operation", seconds: float = LONGEST_WAIT
) -> Result:
    """What `probe` returns once it is not None.

    Between two probes `tick` is called, and a pause is made that grows from 0.1 s to 5 s.
    Raises UnfinishedError when that takes longer than `seconds`.
    """
    pause, deadline = FIRST_PAUSE, time.monotonic() + seconds
    while (result := probe()) is None:
        if time.monotonic() > deadline:
            problem = f"AWS has not finished {what} after {seconds / 60:.0f} minutes"
            raise UnfinishedError(problem, hint="see its state in the console; run it again, it continues from there")
        tick()
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE)
    return result
