"""Asks AWS again until it has an answer."""

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")
Tick = Callable[[], None]
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0


def until(probe: Callable[[], Answer | None], tick: Tick) -> Answer:
    """What `probe` returns once it is not None.

    Between two probes `tick` is called, and a pause is made that grows from 0.1 s to 5 s.
    """
    pause = FIRST_PAUSE
    while (answer := probe()) is None:
        tick()
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE)
    return answer
