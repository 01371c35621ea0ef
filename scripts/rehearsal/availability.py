"""Sends requests to production during deployments, and counts those that fail."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

PAUSE_SECONDS = 0.2


@dataclass(frozen=True)
class ProbeResult:
    """One request: when it was sent (seconds after the first), how long it took, and its answer or failure."""

    at: float
    seconds: float
    answer: str
    failure: str = ""


class Request(Protocol):
    """Sends one request and returns the answer."""

    def __call__(self) -> str: ...


class AvailabilityProbe:
    """Background thread that sends requests until stopped."""

    def __init__(self, request: Request, clock: Callable[[], float] = time.monotonic) -> None:
        self.results: list[ProbeResult] = []
        self._request, self._clock = request, clock
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.started = clock()

    def start(self) -> None:
        self.started = self._clock()
        self._thread.start()

    def stop(self) -> tuple[ProbeResult, ...]:
        """The results of all requests."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        return tuple(self.results)

    def _run(self) -> None:
        self.results.append(self._send())
        while not self._ended.wait(PAUSE_SECONDS):
            self.results.append(self._send())

    def _send(self) -> ProbeResult:
        started = self._clock()
        answer = failure = ""
        try:
            answer = self._request()
        except Exception as error:  # noqa: BLE001 - anything that a client gets instead of an answer is a failed request
            failure = f"{type(error).__name__}: {error}"
        return ProbeResult(started - self.started, self._clock() - started, answer, failure)


def failed_requests(results: tuple[ProbeResult, ...]) -> tuple[ProbeResult, ...]:
    return tuple(result for result in results if result.failure)
