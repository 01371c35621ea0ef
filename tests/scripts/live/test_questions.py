"""docs/assumptions.md: numbers, answers, and what a script can ask."""

import json
from pathlib import Path

import pytest

from scripts.configuration import Workspace
from scripts.errors import ConfigurationError
from scripts.live.probes import PROBES
from scripts.live.questions import read_questions, rendered
from scripts.live.results import PERSON, Result, read_results
from scripts.live.session import Assumptions
from tests.checkouts import ROOT

DOCS = ROOT / "docs"
TEXT = (DOCS / "assumptions.md").read_text()
TABLE = """# Assumptions

| no. | assumption | used in | if wrong | settled by | answer |
|---|---|---|---|---|---|
| 1 | one | `a.py` | it breaks | a call | not asked |
| 3 | three | `c.py` | it breaks | a look | not asked |
| four | `d.py` | it breaks | a call |

- A list that is no table.
"""


def test_the_document_shows_the_answers_that_are_kept() -> None:
    """`make assumptions` writes them."""
    scripted = {probe.number for probe in PROBES}
    assert rendered(TEXT, read_results(DOCS / "assumptions.json"), scripted) == TEXT


def test_every_question_of_a_script_is_in_the_document() -> None:
    assert {probe.number for probe in PROBES} <= {question.number for question in read_questions(TEXT)}
    assert len({probe.number for probe in PROBES}) == len(PROBES)


def test_an_answer_is_kept_with_the_recording_that_shows_it() -> None:
    """A script's answer without its recording would be a claim."""
    for result in read_results(DOCS / "assumptions.json").values():
        assert result.by == PERSON or (ROOT / result.cassette).exists(), result


def test_a_new_row_gets_the_next_number_and_no_other_changes() -> None:
    lines = rendered(TABLE, {}, {1}).splitlines()
    assert lines[4].startswith("| 1 | one |")
    assert lines[5] == "| 3 | three | `c.py` | it breaks | a look | not asked; by a person |"
    assert lines[6] == "| 4 | four | `d.py` | it breaks | a call | not asked; by a person |"
    assert lines[8] == "- A list that is no table."


def test_a_number_of_a_row_that_is_gone_is_not_used_again() -> None:
    gone = Result(9, "held", "2026-11-21", "eu-west-1")
    assert "| 10 | four |" in rendered(TABLE, {9: gone}, set())


def test_a_row_without_a_number_or_with_one_twice_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="a number of its own"):
        read_questions(TABLE)
    with pytest.raises(ConfigurationError, match="a number of its own"):
        read_questions(TABLE.replace("| 3 |", "| 1 |"))


@pytest.fixture
def assumptions(tmp_path: Path) -> Assumptions:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "assumptions.md").write_text(rendered(TABLE, {}, {1}))
    return Assumptions(Workspace(tmp_path))


def test_what_a_person_saw_is_kept_as_that(assumptions: Assumptions) -> None:
    assumptions.keep_of_a_person(["3=broken"], "eu-west-1")
    kept = json.loads(assumptions.stored.read_text())["3"]
    assert (kept["answer"], kept["region"], kept["by"]) == ("broken", "eu-west-1", "a person")
    assert f"broken {kept['date']} eu-west-1, a person" in assumptions.document.read_text()


@pytest.mark.parametrize("answer", ["3", "3=maybe", "7=held", "x=held"])
def test_an_answer_to_no_question_is_refused(assumptions: Assumptions, answer: str) -> None:
    with pytest.raises(ConfigurationError, match="is no answer"):
        assumptions.keep_of_a_person([answer], "eu-west-1")


def test_an_answer_of_a_script_replaces_an_earlier_one(assumptions: Assumptions) -> None:
    for day, answer in (("2026-11-20", "held"), ("2026-11-21", "broken")):
        assumptions.keep({1: Result(1, answer, day, "us-east-1", cassette="docs/cassettes/cases.jsonl")})
    assert read_questions(assumptions.document.read_text())[0].answer == "broken 2026-11-21 us-east-1"
