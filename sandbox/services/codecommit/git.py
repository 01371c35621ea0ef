"""Real bare git repositories under the state folder, read and written with git's own plumbing."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from ministack.core.responses import get_account_id, get_region

_AUTHOR = {
    "GIT_AUTHOR_NAME": "AWS CodeCommit",
    "GIT_AUTHOR_EMAIL": "codecommit@example.com",
    "GIT_COMMITTER_NAME": "AWS CodeCommit",
    "GIT_COMMITTER_EMAIL": "codecommit@example.com",
}


Change = tuple[str, bytes] | None
"""A file's mode and content, or its deletion."""

MODES = {"100644": "NORMAL", "100755": "EXECUTABLE", "120000": "SYMLINK"}


def root() -> Path:
    return Path(os.environ["SANDBOX_STATE"]) / "repositories"


class Entry(NamedTuple):
    """A file or folder of a commit; the type is blob or tree."""

    mode: str
    type: str
    object: str
    path: str


class Repository:
    """The git repository behind a CodeCommit repository of the current account and region, or one at a path."""

    def __init__(self, name: str, path: Path | None = None):
        self.path = path or root() / get_account_id() / get_region() / name

    def create(self) -> None:
        self.path.mkdir(parents=True)
        self._git("init", "--quiet", "--bare", "--initial-branch=main", ".")
        self._git("config", "http.receivepack", "true")
        self._git("config", "http.uploadpack", "true")

    def delete(self) -> None:
        shutil.rmtree(self.path)

    def branches(self) -> dict[str, str]:
        """Branch names with their newest commits."""
        lines = self.text("for-each-ref", "--format=%(refname:lstrip=2) %(objectname)", "refs/heads").splitlines()
        return dict(line.rsplit(" ", 1) for line in lines)

    def default_branch(self) -> str | None:
        head = self.text("symbolic-ref", "--short", "HEAD")
        return head if head in self.branches() else None

    def resolve(self, specifier: str) -> str | None:
        """The commit of a branch, tag or commit identifier."""
        found = self._run("rev-parse", "--verify", "--quiet", f"{specifier}^{{commit}}")
        return found.stdout.decode().strip() or None

    def entries(self, commit: str, folder: str) -> list[Entry]:
        """The content of a folder of a commit."""
        listed = self._git("ls-tree", "-z", commit, *([f"{folder}/"] if folder else [])).decode()
        return [_entry(line) for line in listed.split("\0") if line]

    def blob(self, identifier: str) -> bytes:
        return self._git("cat-file", "blob", identifier)

    def archive(self, commit: str) -> bytes:
        """The files of a commit as a zip."""
        return self._git("archive", "--format=zip", commit)

    def commit(self, branch: str, put: dict[str, Change], message: str, author: dict[str, str]) -> str:
        """Commit changes on top of a branch, which is made when it does not exist; returns the new commit."""
        parent = self.branches().get(branch)
        index = {"GIT_INDEX_FILE": str(self.path / f"index-{os.urandom(6).hex()}")}
        try:
            if parent:
                self._git("read-tree", parent, environment=index)
            self._git("update-index", "--index-info", data=self._index_lines(put), environment=index)
            tree = self.text("write-tree", environment=index)
        finally:
            Path(index["GIT_INDEX_FILE"]).unlink(missing_ok=True)
        parents = ["-p", parent] if parent else []
        commit = self.text("commit-tree", tree, *parents, data=message.encode(), environment=_AUTHOR | author)
        if not self.branches():
            self._git("symbolic-ref", "HEAD", f"refs/heads/{branch}")
        self._git("update-ref", f"refs/heads/{branch}", commit, parent or "")
        return commit

    def tree(self, commit: str) -> str:
        return self.text("rev-parse", f"{commit}^{{tree}}")

    def text(self, *arguments: str, data: bytes = b"", environment: dict[str, str] | None = None) -> str:
        return self._git(*arguments, data=data, environment=environment).decode().strip()

    def _index_lines(self, put: dict[str, Change]) -> bytes:
        lines = []
        for path, change in put.items():
            mode, blob = "0", "0" * 40
            if change:
                mode, blob = change[0], self.text("hash-object", "-w", "--stdin", data=change[1])
            lines.append(f"{mode} {blob}\t{path}\n")
        return "".join(lines).encode()

    def _git(self, *arguments: str, data: bytes = b"", environment: dict[str, str] | None = None) -> bytes:
        ended = self._run(*arguments, data=data, environment=environment)
        ended.check_returncode()
        return ended.stdout

    def _run(
        self, *arguments: str, data: bytes = b"", environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(  # noqa: S603 - git, without a shell
            ["git", *arguments],  # noqa: S607 - whichever git the machine has
            cwd=self.path,
            input=data,
            env=clean_environment() | (environment or {}),
            capture_output=True,
            check=False,
        )


def _entry(line: str) -> Entry:
    attributes, _, path = line.partition("\t")
    mode, object_type, identifier = attributes.split(" ")
    return Entry(mode, object_type, identifier, path)


def clean_environment() -> dict[str, str]:
    """Variables for git without the settings of this machine's own git."""
    return {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(root())}
