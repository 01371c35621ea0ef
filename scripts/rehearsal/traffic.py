"""Asks production all through a promotion, and counts what was not answered."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

PAUSE_SECONDS = 0.2


@dataclass(frozen=True)
class Asked:
    """One request: when, in seconds after the first, how long it took, and the answer or the failure."""

    at: float
    seconds: float
    answer: str
    failure: str = ""


class Asks(Protocol):
    def __call__(self) -> str: ...


class Traffic:
    """A thread that asks until it is told to stop."""

    def __init__(self, ask: Asks, clock: Callable[[], float] = time.monotonic) -> None:
        self.asked: list[Asked] = []
        self._ask, self._clock = ask, clock
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.began = clock()

    def start(self) -> None:
        self.began = self._clock()
        self._thread.start()

    def stop(self) -> tuple[Asked, ...]:
        """Everything that was asked."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        return tuple(self.asked)

    def _run(self) -> None:
        self.asked.append(self._once())
        while not self._ended.wait(PAUSE_SECONDS):
            self.asked.append(self._once())

    def _once(self) -> Asked:
        began = self._clock()
        answer = failure = ""
        try:
            answer = self._ask()
        except Exception as error:  # noqa: BLE001 - whatever keeps a client from its answer is a failed request
            failure = f"{type(error).__name__}: {error}"
        return Asked(began - self.began, self._clock() - began, answer, failure)


def failures(asked: tuple[Asked, ...]) -> tuple[Asked, ...]:
    return tuple(each for each in asked if each.failure)
