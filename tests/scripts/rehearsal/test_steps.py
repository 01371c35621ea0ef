"""Steps one after the other."""

from typing import Any

import pytest

from scripts.errors import UnfinishedError
from scripts.rehearsal.steps import Step, perform


def fail(error: Exception) -> str:
    raise error


def judge(error: Exception) -> UnfinishedError | None:
    return UnfinishedError(f"judged: {error}", hint="wait") if isinstance(error, OSError) else None


def test_a_result_has_the_start_and_the_duration_of_its_step(progress: Any) -> None:
    times = iter([10.0, 10.0, 12.5, 12.5, 13.0])
    steps = [Step("launch", lambda: "demo"), Step("build", lambda: "passed")]
    results = list(perform(steps, progress, judge, clock=lambda: next(times)))
    assert [(result.title, result.started, result.seconds, result.outcome) for result in results] == [
        ("launch", 0.0, 2.5, "demo"),
        ("build", 2.5, 0.5, "passed"),
    ]


def test_a_judged_error_is_the_failure_of_its_step(progress: Any) -> None:
    steps = [Step("launch", lambda: fail(OSError("busy"))), Step("build", lambda: "passed")]
    (result,) = perform(steps, progress, judge)
    assert result.failure is not None
    assert result.outcome == "judged: busy"


def test_an_error_that_is_a_bug_keeps_its_traceback(progress: Any) -> None:
    with pytest.raises(ZeroDivisionError):
        list(perform([Step("launch", lambda: fail(ZeroDivisionError()))], progress, judge))
