"""The record of a local run: what is in it, how many are kept, and what a broken one does."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from project.runs import Run, code_digest, commit, flat, read, run_of, save

RESULT = {
    "metric": {"name": "auc", "direction": "higher", "unit": ""},
    "candidate": {"auc": {"value": 0.9, "low": 0.88, "high": 0.92}, "accuracy": {"value": 0.8}},
    "data": {"digest": "d" * 64, "rows": 1000},
    "passed": 1,
    "verdict": "Good enough",
    "model_sha256": "c0ffee" * 10,
}
RUN = Run(
    time="2026-11-22T01:40:00Z",
    commit="1" * 40,
    code="a" * 16,
    data="d" * 64,
    rows=1000,
    settings={"model.max_depth": 4},
    metric={"name": "auc", "direction": "higher"},
    metrics={"auc": {"value": 0.9, "low": 0.88, "high": 0.92}},
    passed=True,
    verdict="Good enough",
    seconds=1.5,
    model="c0ffee" * 10,
)


def test_a_record_holds_what_the_run_was_given_and_what_it_reached(tmp_path):
    (tmp_path / "model").mkdir()
    configuration = {"model": {"max_depth": 4}, "gate": {"minimum": 0.8}, "columns": [{"name": "age"}]}
    (tmp_path / "model" / "configuration.json").write_text(json.dumps(configuration))
    run = run_of(tmp_path, RESULT, 1.234)
    assert run.metric == {"name": "auc", "direction": "higher"}
    assert run.metrics == RESULT["candidate"]
    assert (run.data, run.rows, run.passed, run.seconds) == ("d" * 64, 1000, True, 1.2)
    assert {name: value for name, value in run.settings.items() if name != "columns"} == {
        "model.max_depth": 4,
        "gate.minimum": 0.8,
    }


def test_a_changed_column_changes_the_settings():
    before, after = (flat({"columns": [{"name": "age", "minimum": least}]}) for least in (0, 1))
    assert before != after


def test_a_step_changes_the_code_and_a_setting_does_not(tmp_path):
    digests = []
    for name, text in (("train.py", "one"), ("configuration.json", "{}"), ("train.py", "two")):
        (tmp_path / name).write_text(text)
        digests.append(code_digest(tmp_path))
    assert digests[0] == digests[1] != digests[2]


def test_what_was_saved_is_read_oldest_first(tmp_path):
    later = replace(RUN, time="2026-11-22T01:41:00Z")
    for run in (later, RUN):
        save(run, tmp_path)
    assert read(tmp_path) == ([RUN, later], [])


def test_only_so_many_records_are_kept_and_the_oldest_go(tmp_path):
    runs = [replace(RUN, time=f"2026-11-22T01:4{minute}:00Z") for minute in range(5)]
    for run in runs:
        save(run, tmp_path, kept=3)
    assert read(tmp_path)[0] == runs[2:]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '"text"',
        json.dumps({**RUN.__dict__, "metrics": {"auc": {"value": "good"}}}),
        json.dumps({**RUN.__dict__, "metrics": {}}),
        json.dumps({**RUN.__dict__, "metric": {"name": "auc", "direction": "up"}}),
        json.dumps({**RUN.__dict__, "settings": None}),
        json.dumps({**RUN.__dict__, "time": "yesterday"}),
        json.dumps({**RUN.__dict__, "unheard": 1}),
    ],
)
def test_a_file_that_is_no_record_is_named_and_left_out(tmp_path, text):
    save(RUN, tmp_path)
    (tmp_path / "broken.json").write_text(text)
    runs, problems = read(tmp_path)
    assert runs == [RUN]
    assert problems == [f"{tmp_path / 'broken.json'}: is not the record of a run, left out"]


def test_a_build_says_which_commit_it_is():
    assert commit({"SOURCE_COMMIT": "2" * 40}) == "2" * 40


def test_without_git_there_is_no_commit(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert commit({}) == "none"


def test_no_folder_is_no_run(tmp_path):
    assert read(Path(tmp_path / "absent")) == ([], [])
