"""Steps one after the other, each with its time; the first failure ends them."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from scripts.errors import CatalogError

Judge = Callable[[Exception], CatalogError | None]
"""Turns an exception into the failure that a person should see; None when it is a bug."""


@dataclass(frozen=True)
class Step:
    """`run` returns its result in a few words, and raises a CatalogError with the first reason when it fails."""

    title: str
    run: Callable[[], str]


@dataclass(frozen=True)
class StepResult:
    """A finished step. `started` is in seconds after the first step; `failure` is None when it succeeded."""

    title: str
    started: float
    seconds: float
    outcome: str
    failure: CatalogError | None = None

    @property
    def headline(self) -> str:
        """The outcome without the log lines below it."""
        return self.outcome.partition("\n")[0]


class Progress(Protocol):
    """Progress callbacks."""

    def starts(self, title: str) -> None: ...
    def ends(self, result: StepResult) -> None: ...


def perform(
    steps: Iterable[Step],
    progress: Progress,
    judge: Judge,
    clock: Callable[[], float] = time.monotonic,
    start: float | None = None,
) -> Iterator[StepResult]:
    """The results, step by step; no step follows one that failed.

    `start` is the clock's time when the first step of all started; it is now, unless other steps came before.
    """
    start = clock() if start is None else start
    for step in steps:
        progress.starts(step.title)
        started = clock()
        outcome, failure = _attempt(step, judge)
        result = StepResult(step.title, started - start, clock() - started, outcome, failure)
        progress.ends(result)
        yield result
        if failure:
            return


def _attempt(step: Step, judge: Judge) -> tuple[str, CatalogError | None]:
    try:
        return step.run(), None
    except Exception as error:
        failure = judge(error)
        if failure is None:
            raise
        return failure.problem, failure
