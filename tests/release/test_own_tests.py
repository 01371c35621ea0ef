"""The release code's own tests pass where nothing of the catalog is, and fail when what they test is broken."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-seeds" / "bin" / "python"
LEFT_BEHIND = shutil.ignore_patterns("__pycache__", "*_cache", ".venv*", "build")
DAMAGES = {
    "any file": ("deployment/copies.py", "if found != expected:", "if not expected:", "test_copies.py"),
    "any copy": ("deployment/copies.py", "if not found:", "if found is None:", "test_copies.py"),
    "any field": ("deployment/rules.py", "if name not in rules:", "if not rules:", "test_repository.py"),
    "any link": ("deployment/repository.py", "!= repository.resolve() / name", "== repository", "test_repository.py"),
    "any place": ("deployment/objects.py", "or not key.startswith(prefix)", "or not key", "test_consent.py"),
    "any status": ("deployment/confirm.py", "if version.status != APPROVED:", "if not version:", "test_confirm.py"),
}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "release", tmp_path / "release", ignore=LEFT_BEHIND)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "AWS_EC2_METADATA_DISABLED": "true"}
    command = [str(PYTHON), "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_own_tests_pass_from_a_copy_elsewhere(copied: Path) -> None:
    ended = run(copied)
    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-1000:]


@pytest.mark.parametrize("damage", DAMAGES)
def test_own_tests_fail_when_a_check_is_broken_on_purpose(damage: str, copied: Path) -> None:
    name, intact, broken, tests = DAMAGES[damage]
    file = copied / name
    assert intact in file.read_text()
    file.write_text(file.read_text().replace(intact, broken))
    ended = run(copied, "-x", f"tests/{tests}")
    assert ended.returncode == 1, ended.stdout[-2000:]
