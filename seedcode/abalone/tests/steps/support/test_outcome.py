"""What a step leaves behind when it ends, and with which code."""

import ast
import json
import runpy
import sys
from pathlib import Path

import pytest

from support import outcome
from support.outcome import DataError, explain, read_facts, require_digest, run_evaluation, run_preprocessing

STEPS = Path(outcome.__file__).parents[1]


@pytest.fixture
def job(tmp_path, monkeypatch):
    """A machine that runs a job."""
    monkeypatch.setattr(outcome, "OPT_ML", tmp_path / "ml")
    (tmp_path / "ml").mkdir()
    return tmp_path / "ml" / "output"


def refusing(error):
    def step(*_arguments):
        raise error

    return step


def test_refused_data_are_a_result_with_the_reason(job, tmp_path):
    data = tmp_path / "input"
    error = DataError(f"{data}/people.csv, row 7: column `age` is `inf`")
    assert run_preprocessing(refusing(error), data, tmp_path / "out", "abc") == 0
    assert read_facts(tmp_path / "out" / "facts")["rows"] == 0
    assert (job / "message").read_text() == "The data are refused: people.csv, row 7: column `age` is `inf`"


def test_data_that_changed_since_the_start_fail_the_job(job, tmp_path):
    def step(*_arguments):
        require_digest("a" * 64, "b" * 64)

    assert run_preprocessing(step, tmp_path, tmp_path / "out", "b" * 64) == 1
    assert "have the digest aaaaaaaaaaaa, this execution was started for bbbbbbbbbbbb" in (job / "message").read_text()
    assert not (tmp_path / "out").exists()


def test_usable_data_are_named_by_digest_and_rows(job, tmp_path):
    def step(_data, output, _digest):
        outcome.write_facts(output / "facts", digest="c" * 64, rows=4177)

    assert run_preprocessing(step, tmp_path, tmp_path / "out", "") == 0
    assert (job / "message").read_text() == "cccccccccccc 4177 rows"


def test_the_verdict_is_the_message_of_the_evaluation(job, capsys):
    assert run_evaluation(lambda: {"verdict": "Good enough: yes"}) == 0
    assert (job / "message").read_text() == "Good enough: yes"
    assert json.loads(capsys.readouterr().out) == {"verdict": "Good enough: yes"}


def test_an_evaluation_that_measures_nothing_says_why_and_fails(job):
    assert run_evaluation(refusing(ValueError("no .csv file here"))) == 1
    assert (job / "message").read_text() == "no .csv file here"


def test_a_bug_is_named_too_and_keeps_its_traceback(job, tmp_path):
    with pytest.raises(KeyError):
        run_preprocessing(refusing(KeyError("age")), tmp_path, tmp_path / "out", "")
    assert (job / "message").read_text() == "KeyError: 'age'"
    with pytest.raises(TypeError):
        run_evaluation(refusing(TypeError("no")))
    assert (job / "message").read_text() == "TypeError: no"


def test_a_training_job_leaves_its_reason(job):
    explain(ValueError("column `income` is the same in the whole training set"))
    assert (job / "failure").read_text() == "column `income` is the same in the whole training set"


def test_a_message_is_cut_between_two_characters(job):
    outcome.write_message("ä" * 2000)
    assert (job / "message").read_bytes() == ("ä" * 512).encode()


def test_nothing_is_written_where_no_job_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(outcome, "OPT_ML", tmp_path / "absent")
    outcome.write_message("done")
    assert list(tmp_path.iterdir()) == []


def test_a_program_refuses_an_empty_folder_with_facts_and_code_zero(tmp_path, monkeypatch, capsys):
    """As SageMaker starts it: a file, folders, and no traceback for what can be expected."""
    (tmp_path / "in").mkdir()
    program = str(STEPS / "preprocess.py")
    monkeypatch.setattr(sys, "argv", [program, "--data", str(tmp_path / "in"), "--output", str(tmp_path / "out")])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(program, run_name="__main__")
    assert ended.value.code == 0
    assert "The data are refused: " in capsys.readouterr().err
    assert read_facts(tmp_path / "out" / "facts")["rows"] == 0


def test_a_step_imports_nothing_of_this_repository_but_other_steps():
    """A job gets the files of this folder and nothing else."""
    inside, root = {path.stem for path in STEPS.iterdir()}, STEPS.parent
    outside = {file.stem for file in [*root.glob("*.py"), *root.glob("*/")]} - inside
    for file in STEPS.rglob("*.py"):
        nodes = list(ast.walk(ast.parse(file.read_text())))
        modules = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
        modules += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
        assert not {module.partition(".")[0] for module in modules} & outside, file.name
