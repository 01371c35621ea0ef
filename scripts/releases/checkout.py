"""What git knows about the checkout that a release is made from."""

import subprocess
from pathlib import Path

from scripts.errors import ConfigurationError

SOURCES = ("templates", "seedcode", "release")
"""The folders that a template and its archives are made of."""


def git(root: Path, *arguments: str) -> str:
    """What git prints. Raises ConfigurationError with its own words."""
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)  # noqa: S603, S607
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise ConfigurationError(f"git {arguments[0]}: {said[0]}", hint="run this in a clone of the repository")
    return done.stdout


def source_commit(root: Path) -> str:
    """The commit whose templates and seeds the working tree has.

    Raises ConfigurationError when something there is not committed: a record would name a commit without it.
    """
    changed = [line[3:] for line in git(root, "status", "--porcelain", "--", *SOURCES).splitlines()]
    if changed:
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        problem = f"{changed[0]}{more}: not committed, so that no commit has what would be recorded"
        raise ConfigurationError(problem, hint="commit it, then run make release again")
    return git(root, "rev-parse", "HEAD").strip()
