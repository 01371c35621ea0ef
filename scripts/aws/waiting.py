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
    result = poll(probe, seconds, growth=1.5, tick=tick)
    if result is None:
        problem = f"AWS has not finished {what} after {seconds / 60:.0f} minutes"
        raise UnfinishedError(problem, hint="see its state in the console; run it again, it continues from there")
    return result


def poll(
    probe: Callable[[], Result | None], seconds: float, growth: float = 1.05, tick: Tick = lambda: None
) -> Result | None:
    """What `probe` returns once it is not None; None after `seconds`.

    Each pause is `growth` times as long as the one before. With 1.05 it is a twentieth of the time waited so far.
    """
    pause, deadline = FIRST_PAUSE, time.monotonic() + seconds
    while (result := probe()) is None and time.monotonic() <= deadline:
        tick()
        time.sleep(pause)
        pause = min(pause * growth, LONGEST_PAUSE)
    return result
