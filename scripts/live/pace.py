"""How long a probe waits: for new roles to be known everywhere, and for something to end."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Found = TypeVar("Found")


@dataclass(frozen=True)
class Pace:
    """Seconds: until a new role counts everywhere, for an event and for metrics to come, the longest wait and pause."""

    settling: float
    event: float
    metrics: float
    longest: float
    pause: float

    @classmethod
    def of(cls, *, is_aws: bool) -> "Pace":
        """IAM User Guide, "Troubleshoot IAM": changes take time to be visible; a minute is more than was ever seen."""
        return cls(90, 180, 20 * 60, 45 * 60, 10) if is_aws else cls(2, 5, 10, 90, 0.5)

    def until(self, look: Callable[[], Found | None], seconds: float | None = None) -> Found | None:
        """The first result that is not None; None after some seconds, or after the longest wait."""
        pause, deadline = 0.1, time.monotonic() + (self.longest if seconds is None else seconds)
        while (found := look()) is None and time.monotonic() < deadline:
            time.sleep(pause)
            pause = min(pause * 1.5, self.pause)
        return found
