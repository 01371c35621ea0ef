"""One real run for all tests of the steps, and two tables of flights that have nothing to do with this project's."""

import csv
import runpy
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from project.configuration import read_project
from project.generated import table
from project.local import run
from support import outcome
from support.configuration import Configuration, from_document, write_configuration
from support.task import Gate

COLUMNS = [
    {"name": "miles", "kind": "number", "minimum": 0, "maximum": 9000, "unit": "mi"},
    {"name": "carrier", "kind": "category", "nullable": True, "slice": True},
    {"name": "wind", "kind": "number", "minimum": -200, "maximum": 200, "nullable": True},
    {"name": "cabin", "kind": "category", "values": ["economy", "first"]},
    {"name": "sex", "kind": "category", "values": ["f", "m"], "protected": True},
    {"name": "flight", "kind": "ignored"},
]
LATE = {"name": "late", "kind": "category", "values": ["no", "yes"]}
DELAY = {"name": "delay", "kind": "number", "minimum": -60, "maximum": 600, "unit": "min"}
STEPS = Path(outcome.__file__).parents[1]
ROWS = 1500


def flights(target: dict, **task: str) -> Configuration:
    classification = task["kind"] == "classification"
    return from_document(
        {
            "task": {"target": target["name"], **task},
            "metric": {"name": "auc" if classification else "rmse"},
            "model": {"learning_rate": 0.3},  # so that few rounds are enough
            "data": {"unknown": ["", "?"]},
            "columns": [*COLUMNS, target],
        }
    )


@pytest.fixture(scope="session")
def late() -> Configuration:
    return flights(LATE, kind="classification", positive="yes")


@pytest.fixture(scope="session")
def delay() -> Configuration:
    return flights(DELAY, kind="regression", unit="min")


@pytest.fixture(scope="session")
def write_rows() -> Callable[..., Path]:
    def write(folder: Path, rows: list[list[str]], name: str = "flights.csv", separator: str = ",") -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=separator).writerows(rows)
        return folder

    return write


def places(build: Path, result: dict) -> SimpleNamespace:
    folders = {name: build / name for name in ("raw", "examples", "model", "evaluation")}
    return SimpleNamespace(result=result, **folders)


@pytest.fixture(scope="session")
def project() -> Configuration:
    """This repository's own columns, with usual settings: what somebody tries or asks of their own data is no test."""
    return replace(read_project(), gate=Gate(minimum_improvement=0), model={})


@pytest.fixture(scope="session")
def local_run(tmp_path_factory: pytest.TempPathFactory, project: Configuration) -> SimpleNamespace:
    build = tmp_path_factory.mktemp("build")
    return places(build, run("", build, project))


@pytest.fixture(scope="session")
def run_on(tmp_path_factory: pytest.TempPathFactory, write_rows) -> Callable[..., SimpleNamespace]:
    """A run on a generated table of a configuration."""

    def on(configuration: Configuration) -> SimpleNamespace:
        build = tmp_path_factory.mktemp("flights")
        raw = write_rows(build / "given", table(configuration, ROWS))
        found = places(build, run(str(raw), build, configuration))
        found.configuration = configuration
        return found

    return on


@pytest.fixture(scope="session")
def late_run(run_on, late) -> SimpleNamespace:
    return run_on(late)


@pytest.fixture(scope="session")
def delay_run(run_on, delay) -> SimpleNamespace:
    return run_on(delay)


@pytest.fixture(scope="session", params=["late_run", "delay_run"])
def flights_run(request) -> SimpleNamespace:
    """On a table with numbers, categories and missing values: once a classification, once a regression."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def code(tmp_path) -> Callable[[Configuration], Path]:
    """The files of steps/ as SageMaker unpacks them somewhere, with a configuration beside them."""

    def copied(configuration: Configuration) -> Path:
        folder = shutil.copytree(STEPS, tmp_path / "code", ignore=shutil.ignore_patterns("__pycache__"))
        write_configuration(configuration, folder)
        return folder

    return copied


@pytest.fixture
def train_job(code, monkeypatch, tmp_path) -> Callable[..., Path]:
    """Train as a job does, with its environment and hyperparameters, in this process; returns the model's folder."""

    def job(run: SimpleNamespace, configuration: Configuration, *hyperparameters: str) -> Path:
        for name in ("train", "validation", "encoding"):
            monkeypatch.setenv(f"SM_CHANNEL_{name.upper()}", str(run.examples / name))
        monkeypatch.setenv("SM_MODEL_DIR", str(tmp_path / "model"))
        monkeypatch.setattr(sys, "argv", ["train.py", *hyperparameters])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(code(configuration) / "train.py"), run_name="__main__")
        assert ended.value.code == 0
        return tmp_path / "model"

    return job
