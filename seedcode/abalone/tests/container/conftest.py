"""A folder as SageMaker mounts it, and the programs of the image run on it as processes."""

import io
import json
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr
from pathlib import Path
from types import SimpleNamespace

import pytest

from project.configuration import compiled, read_project

ROOT = Path(__file__).parents[2]
Program = Callable[..., subprocess.Popen[str]]
Train = Callable[..., tuple[int, str]]


@pytest.fixture(scope="session")
def start() -> Program:
    """Start a program of the image, with nothing of this repository but itself on Python's path."""

    def started(program: str, base: Path, **variables: str) -> subprocess.Popen[str]:
        environment = {"PATH": os.environ["PATH"], "SAGEMAKER_BASE_DIR": str(base), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, str(ROOT / "container" / program)]
        return subprocess.Popen(command, cwd=base, env=environment | variables, stderr=subprocess.PIPE, text=True)

    return started


@pytest.fixture(scope="session")
def local_run(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    from project.local import run

    build: Path = tmp_path_factory.mktemp("build")
    run("", build)
    return SimpleNamespace(**{name: build / name for name in ("examples", "model", "evaluation")})


@pytest.fixture
def job(tmp_path, local_run) -> Path:
    """The folder of a training job."""
    data = tmp_path / "input" / "data"
    shutil.copytree(ROOT / "steps", data / "code", ignore=shutil.ignore_patterns("__pycache__"))
    (data / "code" / "configuration.json").write_bytes(compiled(read_project()))
    for name in ("train", "validation", "encoding"):
        shutil.copytree(local_run.examples / name, data / name)
    return tmp_path


def choose(job: Path, hyperparameters: dict[str, str]) -> None:
    file = job / "input" / "config" / "hyperparameters.json"
    file.parent.mkdir(exist_ok=True)
    if not file.exists():
        file.write_text(json.dumps(hyperparameters))


@pytest.fixture
def train_as_a_process(job, start) -> Train:
    """Run the job as SageMaker does; its exit code and what it said."""

    def run(**hyperparameters: str) -> tuple[int, str]:
        choose(job, hyperparameters)
        program = start("training.py", job)
        _, said = program.communicate(timeout=60)
        return program.returncode, said

    return run


@pytest.fixture
def train(job, monkeypatch, capsys) -> Train:
    """The same in this process, which saves the seconds that another one takes to begin."""
    import training

    def program(command: list[str], variables: dict[str, str]) -> tuple[int, list[str]]:
        said = io.StringIO()
        monkeypatch.setattr(sys, "argv", command[1:])
        for name in variables.keys() - os.environ.keys():
            monkeypatch.setenv(name, variables[name])
        with redirect_stderr(said), pytest.raises(SystemExit) as ended:
            runpy.run_path(command[1], run_name="__main__")
        sys.stderr.write(said.getvalue())
        return int(ended.value.code or 0), said.getvalue().splitlines(keepends=True)

    def run(**hyperparameters: str) -> tuple[int, str]:
        choose(job, hyperparameters)
        return training.main(job, program), capsys.readouterr().err

    return run
