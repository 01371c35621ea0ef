"""Tells what runs inside a state that it must end."""

import threading
import time

_POLL_SECONDS = 0.05


class Halt:
    """Set for a whole execution, or for what runs inside one of its states."""

    def __init__(self, outer: "Halt | None" = None) -> None:
        self._event, self._outer = threading.Event(), outer

    def set(self) -> None:
        self._event.set()

    def is_set(self) -> bool:
        return self._event.is_set() or (self._outer is not None and self._outer.is_set())

    def wait(self, seconds: float) -> bool:
        """Whether it was set within so many seconds."""
        deadline = time.monotonic() + seconds
        while not self.is_set():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            self._event.wait(min(left, _POLL_SECONDS))
        return True
