"""The line that the message about a build shows."""

import pytest

from deployment import outcome


@pytest.mark.parametrize(
    ("problems", "expected"),
    [
        ([], "test staging: good"),
        (["p95 900 ms"], "failed: p95 900 ms"),
        (['no column "x"', "p95 900 ms"], "failed (and 1 more): no column 'x'"),
        (["a\nb"], "failed: a b"),
    ],
    ids=["good", "one", "two", "lines"],
)
def test_one_line_says_what_failed(tmp_path, problems, expected):
    outcome.write(tmp_path / "build", "test staging: good", problems)
    assert (tmp_path / "build" / "outcome.txt").read_text() == expected + "\n"


def test_a_long_answer_is_cut(tmp_path):
    outcome.write(tmp_path, "", ["x" * 1000])
    assert len((tmp_path / "outcome.txt").read_text()) == outcome.LONGEST + 1
