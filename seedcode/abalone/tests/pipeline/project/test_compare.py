"""The table of the last runs."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from project.compare import comparison
from project.runs import Run, save

ROOT = Path(__file__).parents[3]
FIRST = Run(
    time="2026-11-22T01:40:00Z",
    commit="0123456789" * 4,
    code="a" * 16,
    data="d" * 64,
    rows=1000,
    settings={"model.max_depth": 4, "gate.minimum": 0.8},
    metric={"name": "auc", "direction": "higher"},
    metrics={"auc": {"value": 0.9, "low": 0.88, "high": 0.92}, "accuracy": {"value": 0.8}},
    passed=True,
    verdict="Good enough",
    seconds=1.5,
    model="c0ffee" * 10,
)
# Fewer rows of the same: easier, so that its figure says nothing about the others.
OTHER_DATA = replace(
    FIRST, time="2026-11-22T01:41:00Z", data="e" * 64, rows=10, metrics={"auc": {"value": 0.99}}, commit="none"
)
BACK = replace(FIRST, time="2026-11-22T01:42:00Z", passed=False)
DEEPER = replace(
    FIRST,
    time="2026-11-22T01:43:00Z",
    settings={"model.max_depth": 6, "gate.minimum": 0.8},
    metrics={"auc": {"value": 0.85, "low": 0.8, "high": 0.9}, "accuracy": {"value": 0.7}},
    code="b" * 16,
    commit=FIRST.commit + "+",
)


@pytest.fixture
def lines(tmp_path) -> list[str]:
    for run in (FIRST, OTHER_DATA, BACK, DEEPER):
        save(run, tmp_path)
    return comparison(tmp_path).splitlines()


def test_the_last_run_is_on_top_with_its_interval(lines):
    assert lines[0].split() == ["when", "(UTC)", "auc", "accuracy", "gate", "s", "commit", "changed"]
    assert re.search(r"11-22 01:43:00  0\.85 \(0\.8 to 0\.9\) +0\.7 +passed  1\.5  01234567\+ ", lines[1])


def test_a_run_says_what_was_changed_since_the_one_before(lines):
    assert lines[1].endswith("model.max_depth 4 -> 6, code")
    assert lines[3].endswith("data eeeeeeeeeeee, 10 rows")
    assert lines[4].endswith("the first one kept")


def test_the_best_is_marked_among_those_of_the_same_data(lines):
    assert [line.startswith("*") for line in lines[1:5]] == [False, False, False, True]
    assert lines[5] == "* higher auc is better: the best of 3 on the last run's data"


def test_so_many_metrics_are_shown_as_fit_a_terminal(tmp_path):
    save(replace(FIRST, metrics={name: {"value": 0.5} for name in ("brier", "auc", "log_loss", "accuracy")}), tmp_path)
    assert comparison(tmp_path).split()[2:6] == ["auc", "brier", "log_loss", "gate"]


def test_of_an_error_the_lowest_is_the_best(tmp_path):
    errors = {"direction": "lower", "name": "rmse"}
    for minute, value in enumerate((2.5, 2.1, 2.3)):
        save(
            replace(FIRST, time=f"2026-11-22T01:4{minute}:00Z", metric=errors, metrics={"rmse": {"value": value}}),
            tmp_path,
        )
    assert [line[0] for line in comparison(tmp_path).splitlines()[1:4]] == [" ", "*", " "]


def test_a_failed_gate_and_an_absent_figure_are_shown(lines):
    assert "failed" in lines[2]
    assert re.search(r"0\.99 +- +passed", lines[3])


def test_the_same_again_changes_nothing(tmp_path):
    for run in (FIRST, replace(FIRST, time="2026-11-22T01:44:00Z")):
        save(run, tmp_path)
    assert comparison(tmp_path).splitlines()[1].endswith("nothing")


def test_only_so_many_are_shown_but_all_count(tmp_path):
    for run in (FIRST, BACK, DEEPER):
        save(run, tmp_path)
    lines = comparison(tmp_path, 1).splitlines()
    assert len(lines) == 3
    assert "the best of 3" in lines[2]


def test_without_runs_it_says_how_to_get_one(tmp_path):
    assert comparison(tmp_path / "runs") == f"no runs in {tmp_path / 'runs'} yet: `make local` keeps a record of each"


def test_a_broken_file_is_named_below_the_table(tmp_path):
    save(FIRST, tmp_path)
    (tmp_path / "0.json").write_text("{")
    assert comparison(tmp_path).splitlines()[-1] == f"{tmp_path / '0.json'}: is not the record of a run, left out"


def test_the_command_prints_the_table(tmp_path):
    save(FIRST, tmp_path / "runs")
    command = [sys.executable, "-m", "project.compare", "--build", str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == comparison(tmp_path / "runs").strip()
