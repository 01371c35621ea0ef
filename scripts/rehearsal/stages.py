"""Stages one after the other, each with its time; the first that fails is the last."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from scripts.aws.failures import refusal
from scripts.errors import CatalogError


@dataclass(frozen=True)
class Stage:
    """`perform` returns, in a few words, what came of it; a failure is a CatalogError with the first reason."""

    title: str
    perform: Callable[[], str]


@dataclass(frozen=True)
class Passed:
    """A stage that is over. `began` is in seconds after the first stage began; `failure` is None when it went well."""

    title: str
    began: float
    seconds: float
    outcome: str
    failure: CatalogError | None = None

    @property
    def headline(self) -> str:
        """The outcome without the log behind it."""
        return self.outcome.partition("\n")[0]


class Watch(Protocol):
    """What is told while stages pass."""

    def starts(self, title: str) -> None: ...
    def ends(self, passed: Passed) -> None: ...


def perform(
    stages: Iterable[Stage], watch: Watch, clock: Callable[[], float] = time.monotonic, first: float | None = None
) -> Iterator[Passed]:
    """The stages as they pass; none follows one that failed.

    `first` is when the first stage of all began, by the clock; it is now, unless others have passed before.
    """
    first = clock() if first is None else first
    for stage in stages:
        watch.starts(stage.title)
        began = clock()
        outcome, failure = _attempt(stage)
        passed = Passed(stage.title, began - first, clock() - began, outcome, failure)
        watch.ends(passed)
        yield passed
        if failure:
            return


def _attempt(stage: Stage) -> tuple[str, CatalogError | None]:
    try:
        return stage.perform(), None
    except Exception as error:
        failure = refusal(error)
        if failure is None:
            raise
        return failure.problem, failure
