"""A sandbox that lies in one point is found out in that point, and the kit names what relies on it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.live import report
from scripts.live.budget import Budget
from scripts.live.plan import make_plan
from scripts.live.probe import Probe
from scripts.live.probes import PROBES
from scripts.live.questions import read_questions
from scripts.live.results import BROKEN, HELD
from scripts.live.run import Outcome, Run
from tests.checkouts import ROOT
from tests.scripts.live.lies import LIES, TRUTH_OF_14
from tests.scripts.live.lying_proxy import LyingProxy, the_truth

QUESTIONS = read_questions((ROOT / "docs" / "assumptions.md").read_text())
UNLIKE_AWS = 14
"""The sandbox serves script mode serverless (its agreement says so under "Not enforced"): it is the lie itself."""


class Silent:
    def starts(self, title: str) -> None: ...

    def ends(self, probe: Probe, answer: str, because: str) -> None: ...


@pytest.fixture
def asked(make_run: Callable[[Path], Run], proxy: LyingProxy, tmp_path: Path) -> Callable[[int, object], Outcome]:
    """What a run of one question finds, with a lie in between."""

    def ask(number: int, lie: object) -> Outcome:
        proxy.lie = lie  # type: ignore[assignment]
        try:
            run = make_run(tmp_path)
            budget = Budget(5)
            outcome = run.ask(make_plan(QUESTIONS, PROBES, budget, run.parts, {number}), budget, Silent())
        finally:
            proxy.lie = the_truth
        assert run.clean(Silent()) == ()
        return outcome

    return ask


def test_every_question_of_a_script_has_a_lie() -> None:
    assert {probe.number for probe in PROBES} == {*LIES, UNLIKE_AWS}


@pytest.mark.parametrize("number", sorted(LIES))
def test_a_planted_lie_is_found(asked: Callable[[int, object], Outcome], number: int) -> None:
    outcome = asked(number, LIES[number])
    assert outcome.failures == {}
    assert outcome.answers[number].answer == BROKEN, outcome.answers[number]
    question = next(question for question in QUESTIONS if question.number == number)
    assert report.consequences(outcome, QUESTIONS) == [f"{number} {question.used_in}: {question.if_wrong}"]
    failure = report.ending(make_plan(QUESTIONS, PROBES, Budget(5), {"account", "hub"}, {number}), outcome)
    assert failure
    assert failure.exit_code == 5


def test_where_the_sandbox_itself_is_unlike_aws_the_kit_says_so(asked: Callable[[int, object], Outcome]) -> None:
    assert asked(UNLIKE_AWS, the_truth).answers[UNLIKE_AWS].answer == BROKEN


def test_an_aws_that_does_as_assumed_is_believed(asked: Callable[[int, object], Outcome]) -> None:
    assert asked(UNLIKE_AWS, TRUTH_OF_14).answers[UNLIKE_AWS].answer == HELD
