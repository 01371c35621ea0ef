"""A clone of a project's repository, changed and pushed with git."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.errors import UnfinishedError

# AWS CodeCommit User Guide, "Set up the AWS CLI credential helper": git runs it for a server that requires credentials.
HELPER = (
    *("-c", "credential.helper=!aws codecommit credential-helper $@"),
    *("-c", "credential.UseHttpPath=true"),
)
AUTHOR = ("-c", "user.name=Rehearsal", "-c", "user.email=rehearsal@example.com")


@dataclass(frozen=True)
class Checkout:
    """`environment` selects whose credentials git sends."""

    folder: Path
    environment: Mapping[str, str]

    def commit(self, files: Mapping[str, str], message: str) -> str:
        """Write the files, commit them, push, and return the new head."""
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        self._git("add", "--", *files)
        self._git(*AUTHOR, "commit", "--quiet", "--message", message)
        self._git(*HELPER, "push", "--quiet")
        return self.head()

    def head(self) -> str:
        """The commit that is checked out."""
        return self._git("rev-parse", "HEAD")

    def _git(self, *arguments: str) -> str:
        return _git(self.environment, "-C", str(self.folder), *arguments)


def clone(address: str, folder: Path, environment: Mapping[str, str]) -> Checkout:
    """A new clone in `folder`."""
    _git(environment, *HELPER, "clone", "--quiet", address, str(folder))
    return Checkout(folder, environment)


def _git(environment: Mapping[str, str], *arguments: str) -> str:
    """What git prints. Raises UnfinishedError with its error message."""
    # A prompt would wait for ever without a terminal.
    variables = {**os.environ, "GIT_TERMINAL_PROMPT": "0", **environment}
    done = subprocess.run(["git", *arguments], env=variables, capture_output=True, text=True, check=False)  # noqa: S603, S607
    if done.returncode:
        lines = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise UnfinishedError(f"git {_verb(arguments)}: {lines[0]}", hint="the AWS CLI gives git its credentials")
    return done.stdout.strip()


def _verb(arguments: tuple[str, ...]) -> str:
    return next((word for word in arguments if word in ("clone", "add", "commit", "push", "rev-parse")), "")
