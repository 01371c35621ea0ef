"""Plain git against a repository on this machine."""

import subprocess
from pathlib import Path

import pytest

from scripts.errors import UnfinishedError
from scripts.rehearsal.checkout import clone


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    folder = tmp_path / "origin"
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    (folder / "README.md").write_text("# One\n")
    author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    for command in (["add", "."], [*author, "commit", "-qm", "One"], ["checkout", "-q", "--detach"]):
        subprocess.run(["git", "-C", str(folder), *command], check=True)
    return folder


def test_a_commit_is_pushed_and_returned(origin: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "-C", str(origin), "checkout", "-q", "main"], check=True)
    checkout = clone(str(origin), tmp_path / "clone", {})
    subprocess.run(["git", "-C", str(origin), "checkout", "-q", "--detach"], check=True)
    head = checkout.commit({"README.md": "# Two\n"}, "Two")
    found = subprocess.run(["git", "-C", str(origin), "rev-parse", "main"], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == head


def test_the_failure_has_gits_error_message(tmp_path: Path) -> None:
    with pytest.raises(UnfinishedError, match=r"git clone: fatal: .*nowhere"):
        clone(str(tmp_path / "nowhere"), tmp_path / "clone", {})
