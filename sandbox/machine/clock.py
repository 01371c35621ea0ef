"""How much faster time passes in the sandbox: waits of minutes, as deployments have them, take seconds."""

import math
import os
import time
from collections.abc import Callable
from fractions import Fraction

_POLL_SECONDS = 0.05


def scaled(seconds: float) -> float:
    """Seconds of AWS in seconds of the sandbox; SANDBOX_TIME_SCALE is the factor, 1/240 unless set."""
    return seconds * float(Fraction(os.environ.get("SANDBOX_TIME_SCALE", "1/240")))


def approval_minute() -> float:
    """Seconds in a minute of an approval's time-out: 60 unless SANDBOX_APPROVAL_MINUTE is set."""
    return float(os.environ.get("SANDBOX_APPROVAL_MINUTE", "60"))


def wait_until(is_done: Callable[[], bool], seconds: float = math.inf) -> bool:
    """Whether it is done within so many real seconds; `is_done` is called once in any case."""
    deadline = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() >= deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True
