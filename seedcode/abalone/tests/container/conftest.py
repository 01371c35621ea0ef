"""A folder as SageMaker mounts it, and the programs of the image run on it as processes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from project.configuration import compiled, read_project

ROOT = Path(__file__).parents[2]
Program = Callable[..., subprocess.Popen[str]]


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
def train(tmp_path, local_run, start) -> Callable[..., tuple[int, str]]:
    """Run a training job in tmp_path; its exit code and what it said."""
    data = tmp_path / "input" / "data"
    shutil.copytree(ROOT / "steps", data / "code", ignore=shutil.ignore_patterns("__pycache__"))
    (data / "code" / "configuration.json").write_bytes(compiled(read_project()))
    for name in ("train", "validation", "encoding"):
        shutil.copytree(local_run.examples / name, data / name)

    def run(**hyperparameters: str) -> tuple[int, str]:
        file = tmp_path / "input" / "config" / "hyperparameters.json"
        file.parent.mkdir(exist_ok=True)
        if not file.exists():
            file.write_text(json.dumps(hyperparameters))
        program = start("training.py", tmp_path)
        _, said = program.communicate(timeout=60)
        return program.returncode, said

    return run
