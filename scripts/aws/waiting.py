"""Asks AWS again until it has an answer."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from botocore.exceptions import ClientError

from scripts.aws.failures import error_code

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


def in_turn(ask: Callable[..., Any], busy: str, tick: Tick, **parameters: Any) -> Any:
    """What `ask` answers once AWS no longer refuses it with the code `busy`: some things it takes one at a time."""

    def answered() -> Any:
        try:
            return ask(**parameters)
        except ClientError as error:
            if error_code(error) != busy:
                raise
            return None

    return until(answered, tick)
