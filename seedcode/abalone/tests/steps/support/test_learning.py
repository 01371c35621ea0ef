"""How boosting is run, and what is said of its end."""

import pytest

from support.learning import stopped, threads


@pytest.mark.parametrize(("rows", "expected"), [(99_999, 1), (100_000, 4)])
def test_a_small_table_is_learnt_by_one_thread(monkeypatch, rows, expected):
    monkeypatch.setenv("SM_NUM_CPUS", "4")
    assert threads(rows) == expected


def test_the_cap_is_told_from_an_end_by_itself():
    assert stopped(133, 1000) == "stopped after round 133, when validation no longer improved"
    assert stopped(1000, 1000).startswith("stopped at the cap of 1000 rounds")
