"""What git tells about the recorded files: each was added once, and never changed, moved or deleted."""

from pathlib import Path

from scripts.errors import ConfigurationError
from scripts.releases.checkout import git

RECORDED = ("--", "releases", ":(exclude)releases/guidance.yaml", ":(exclude)releases/verify.py")
CHANGED = ("--no-renames", "--diff-filter=MDT", "--name-status")


def changed_records(root: Path) -> tuple[str, ...]:
    """Lines such as `M releases/deploy/1.0.0/release.yaml (commit 0a1b2c3)`, for commits and the working tree.

    Raises ConfigurationError in a shallow clone that has records, since it lacks the history to look at.
    """
    if git(root, "rev-parse", "--is-shallow-repository").strip() == "true":
        if not git(root, "ls-files", *RECORDED):
            return ()
        problem = "this clone is shallow: whether a record was changed can be read from the whole history only"
        raise ConfigurationError(problem, hint="run `git fetch --unshallow`; in CI, fetch with depth 0")
    # --full-history: a change on a side branch counts although another one takes it back; -m: changes made by a merge.
    log = git(root, "log", "--full-history", "-m", "--format=commit %h", *CHANGED, "HEAD", *RECORDED)
    found: dict[str, None] = {}
    commit = ""
    for line in filter(None, log.splitlines()):
        if line.startswith("commit "):
            commit = line
        else:
            found[f"{_spaced(line)} ({commit})"] = None
    working = git(root, "diff", *CHANGED, "HEAD", *RECORDED).splitlines()
    return (*found, *(f"{_spaced(line)} (not committed)" for line in working))


def _spaced(line: str) -> str:
    return line.replace("\t", " ")
