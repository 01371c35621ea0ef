"""The checks that a seed brings along for its code: it passes them, and they find what is wrong."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.seedcode.drawers import seeds

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".venv" / "bin"
PYTHON = ROOT / ".venv-seeds" / "bin" / "python"
LEFT_BEHIND = shutil.ignore_patterns("__pycache__", ".pytest_cache", ".ruff_cache", ".venv*", "build")
WRONG_TYPE = '"""Planted."""\n\nNUMBER: int = "text"\n'
# Syntax of Python 3.11: the images of AWS have 3.10.
TOO_NEW = '"""Planted."""\n\ntry:\n    print()\nexcept* ValueError:\n    print()\n'


@pytest.fixture(params=seeds("training"), ids=lambda folder: folder.name)
def training(request, tmp_path) -> Path:
    return shutil.copytree(request.param, tmp_path / request.param.name, ignore=LEFT_BEHIND)


def run(folder, *command):
    return subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, text=True, check=False)


def versions(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock.read_text(), re.M))


def recipe(seed: Path, target: str) -> list[str]:
    """The arguments of a target's tools, by their names in the environment of checks."""
    lines = (seed / "Makefile").read_text().partition(f"\n{target}:")[2].split("\n\n")[0].splitlines()[1:]
    return [line.strip().removeprefix("$(QUALITY_VENV)/bin/") for line in lines]


def test_the_tools_are_those_that_check_the_catalog(training):
    """So the tests below, which run the catalog's, mean something for the seed."""
    ours, theirs = versions(ROOT / "requirements" / "develop.lock"), versions(training / "requirements/quality.lock")
    assert {name: ours[name] for name in ("ruff", "basedpyright")} == {
        name: theirs[name] for name in ("ruff", "basedpyright")
    }


def test_style_and_formatting_are_right(training):
    commands = recipe(training, "lint")
    assert commands == ["ruff check .", "ruff format --check ."]
    for command in commands:
        tool, *arguments = command.split()
        ended = run(training, TOOLS / tool, *arguments)
        assert ended.returncode == 0, ended.stdout[-2000:]


def test_a_step_in_the_syntax_of_a_newer_python_than_the_images_have_is_found(training):
    (training / "steps" / "planted.py").write_text(TOO_NEW)
    ended = run(training, TOOLS / "ruff", "check", ".")
    assert "steps/planted.py" in ended.stdout
    assert "3.10" in ended.stdout


def test_types_are_right_and_a_wrong_one_is_found(training):
    assert recipe(training, "typecheck") == ["basedpyright --pythonpath $(VENV)/bin/python"]
    (training / "project" / "planted.py").write_text(WRONG_TYPE)
    ended = run(training, TOOLS / "basedpyright", "--outputjson", "--pythonpath", PYTHON)
    found = json.loads(ended.stdout)["generalDiagnostics"]
    wrong = [each for each in found if each["severity"] == "error"]
    assert [Path(each["file"]).name for each in wrong] == ["planted.py"], wrong


def test_what_logs_runs_has_the_versions_of_a_local_run(training):
    """Both are installed into one environment."""
    local, tracking = (versions(training / "requirements" / f"{name}.lock") for name in ("local", "tracking"))
    shared = local.keys() & tracking.keys()
    assert "boto3" in shared
    assert {name: local[name] for name in shared} == {name: tracking[name] for name in shared}


def test_editors_are_given_files_that_they_can_read(training):
    container = json.loads((training / ".devcontainer" / "devcontainer.json").read_text())
    assert f"image: {container['image']}\n" in (training / ".gitlab-ci.yml").read_text()
    settings = json.loads((training / ".vscode" / "settings.json").read_text())
    assert settings["python.defaultInterpreterPath"] == "${workspaceFolder}/.venv/bin/python"
    assert "charliermarsh.ruff" in json.loads((training / ".vscode" / "extensions.json").read_text())["recommendations"]
