"""A run is logged to MLflow if there is a server, and goes on if there is none. A small package stands for MLflow."""

import json
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from project.runs import Run
from project.tracking import keep, track

URI = "@".join(("http://reader:secret", "mlflow.example:5000"))
RUN = Run(
    time="2026-11-22T01:40:00Z",
    commit="1" * 40,
    code="a" * 16,
    data="d" * 64,
    rows=1000,
    settings={"model.max_depth": 4, "card.intended_use": "x" * 9000},
    metric={"name": "auc", "direction": "higher"},
    metrics={"auc": {"value": 0.9, "low": 0.88, "high": 0.92}},
    passed=True,
    verdict="Good enough",
    seconds=1.5,
    model="c0ffee" * 10,
)
# The functions of mlflow that are called, with its own names of the arguments.
RECORDING = """
import contextlib, json, os, types

def write(**entry):
    with open(os.environ["CALLS"], "a") as calls:
        calls.write(json.dumps(entry) + "\\n")

def set_experiment(experiment_name):
    write(experiment=experiment_name)

@contextlib.contextmanager
def start_run(run_name, tags):
    write(name=run_name, tags=tags, retries=os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"])
    yield types.SimpleNamespace(info=types.SimpleNamespace(run_id="run-1"))

def log_params(params):
    write(params=params)

def log_metrics(metrics):
    write(metrics=metrics)

def log_artifact(local_path):
    write(artifact=os.path.basename(local_path))
"""


@pytest.fixture
def record(tmp_path) -> Path:
    file = tmp_path / "20261122T014000Z-c0ffeec0.json"
    file.write_text(json.dumps(asdict(RUN)))
    return file


@pytest.fixture
def mlflow(tmp_path, monkeypatch):
    """Install a package of this name, with this content, before every other one."""

    def install(content: str) -> dict[str, str]:
        (tmp_path / "packages" / "mlflow").mkdir(parents=True)
        (tmp_path / "packages" / "mlflow" / "__init__.py").write_text(content)
        path = str(tmp_path / "packages")
        return {"MLFLOW_TRACKING_URI": URI, "PYTHONPATH": path, "CALLS": str(tmp_path / "calls")}

    return install


def test_without_a_server_nothing_is_logged(record):
    assert track(record, [], {}) == ""


def test_parameters_metrics_with_their_intervals_and_files_are_logged(record, mlflow, tmp_path):
    environment = mlflow(RECORDING)
    page = tmp_path / "report.html"
    page.write_text("<html>")
    assert track(record, [page], environment) == "logged to http://mlflow.example:5000 as run run-1"
    _, started, parameters, metrics, artifact = map(json.loads, (tmp_path / "calls").read_text().splitlines())
    assert started["name"] == "20261122T014000Z-c0ffeec0"
    assert started["tags"]["commit"] == "1" * 40
    assert started["tags"]["data"] == "d" * 64
    assert started["tags"]["passed"] == "true"
    assert parameters["params"]["model.max_depth"] == "4"
    assert parameters["params"]["data"] == "d" * 64
    assert len(parameters["params"]["card.intended_use"]) == 500
    assert metrics["metrics"] == {"auc": 0.9, "auc_low": 0.88, "auc_high": 0.92, "passed": 1.0, "seconds": 1.5}
    assert artifact == {"artifact": "report.html"}


def test_mlflow_does_not_try_again_unless_it_is_told_to(record, mlflow, tmp_path):
    environment = mlflow(RECORDING)
    track(record, [], environment)
    track(record, [], environment | {"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "3"})
    calls = map(json.loads, (tmp_path / "calls").read_text().splitlines())
    assert [call["retries"] for call in calls if "retries" in call] == ["0", "3"]


def test_the_experiment_has_the_name_that_was_chosen(record, mlflow, tmp_path):
    track(record, [], mlflow(RECORDING) | {"MLFLOW_EXPERIMENT_NAME": "chosen"})
    assert json.loads((tmp_path / "calls").read_text().splitlines()[0]) == {"experiment": "chosen"}


def test_without_the_package_it_says_what_installs_it(record, mlflow):
    environment = mlflow("raise ModuleNotFoundError('No module named mlflow', name='mlflow')")
    assert track(record, [], environment) == (
        "http://mlflow.example:5000: the run is not logged, mlflow is not installed: make setup-tracking"
    )


def test_an_error_of_mlflow_is_one_line_without_a_password(record, mlflow):
    environment = mlflow(f"raise ValueError('request to {URI}/api failed' + ' because' * 100)")
    line = track(record, [], environment)
    assert line.startswith(
        "http://mlflow.example:5000: the run is not logged, request to http://mlflow.example:5000/api failed"
    )
    assert len(line) < 250
    assert "secret" not in line


def test_a_server_that_never_answers_does_not_hold_up_the_run(record, mlflow):
    environment, start = mlflow("import time; time.sleep(60)"), time.monotonic()
    line = track(record, [], environment, deadline=1)
    assert line == "http://mlflow.example:5000 did not answer within 1 s: the run is not logged"
    assert time.monotonic() - start < 30


def test_every_local_run_keeps_a_record_and_says_nothing_of_tracking(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    result = {
        "regression_metrics": {"rmse": {"value": 2.0}},
        "data": {"digest": RUN.data, "rows": RUN.rows},
        "passed": 0,
        "verdict": "Not good enough",
        "model_sha256": RUN.model,
    }
    keep(tmp_path, result, 1.0)
    [file] = (tmp_path / "runs").glob("*.json")
    kept = Run(**json.loads(file.read_text()))
    assert replace(kept, time="", commit="", code="").metrics == {"rmse": {"value": 2.0}}
    assert capsys.readouterr().out == ""
