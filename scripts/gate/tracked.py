"""The files that git tracks."""

import subprocess
from pathlib import Path

from scripts.configuration import Workspace


def tracked_files(workspace: Workspace) -> tuple[Path, ...]:
    """Every file of the checkout that git tracks and that is there, sorted."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - git is the one program that a checkout needs
        cwd=workspace.root,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = (workspace.root / name for name in sorted(listed.stdout.split("\0")) if name)
    return tuple(path for path in paths if path.is_file() and not path.is_symlink())


def workflows(workspace: Workspace) -> tuple[Path, ...]:
    """The definitions of GitHub Actions, the repository's own and those of the seeds."""
    found = (path for path in tracked_files(workspace) if path.suffix in {".yml", ".yaml"})
    return tuple(path for path in found if path.parts[-3:-1] == (".github", "workflows"))
