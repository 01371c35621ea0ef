"""Gives a test a seed as a user gets it: a folder of its own, away from here, and the environment of all seeds."""

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "seedcode"
PYTHON = ROOT / ".venv-seeds" / "bin" / "python"
LEFT_BEHIND = shutil.ignore_patterns("__pycache__", ".pytest_cache", ".ruff_cache", ".venv*", "build")

Run = Callable[..., subprocess.CompletedProcess[str]]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes `seed` runs for every folder of seedcode/."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir()))


@pytest.fixture
def original(seed: str) -> Path:
    return FOLDER / seed


@pytest.fixture
def copied(original: Path, tmp_path: Path) -> Path:
    return shutil.copytree(original, tmp_path / original.name, ignore=LEFT_BEHIND)


def run_python(home: Path, *arguments: str, folder: Path, python: Path = PYTHON) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
    }
    command = [str(python), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run Python with nothing of this repository, or of the person who runs the tests, in its environment."""
    return partial(run_python, tmp_path)


@pytest.fixture(scope="module")
def run_seed(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The same for a fixture that several tests share."""
    return partial(run_python, tmp_path_factory.mktemp("home"))
