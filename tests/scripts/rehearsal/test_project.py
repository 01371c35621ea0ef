"""One project of a rehearsal: how it waits, and what its failures show."""

from typing import Any

import pytest

from scripts.errors import UnfinishedError
from scripts.rehearsal.project import RehearsedProject


def test_what_does_not_appear_in_time_is_named(people: Any) -> None:
    with pytest.raises(UnfinishedError, match="an execution of Build did not appear within 180 s"):
        RehearsedProject(people).wait_for("an execution of Build", lambda: None)


def test_what_appears_later_is_returned(people: Any) -> None:
    looks = iter([None, "execution-1"])
    assert RehearsedProject(people).wait_for("an execution", lambda: next(looks)) == "execution-1"


def test_a_project_that_was_not_launched_has_no_state(people: Any) -> None:
    project = RehearsedProject(people)
    assert not project.launched
    with pytest.raises(UnfinishedError, match="no project was launched"):
        project.output("Bucket")
