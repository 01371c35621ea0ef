"""A container's files, which its process sees as /opt/ml.

A mount namespace shows the folder there. Where the system permits none, the path is replaced by the folder's own in the
arguments, the environment and the scripts.
"""

import functools
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

OPT_ML = "/opt/ml"
_SCRIPTS = {".py", ".sh", ".json", ".conf"}
_UNSHARE = ("unshare", "--user", "--map-root-user", "--mount")
# /opt is mounted again as it is, with the container's files in the place of /opt/ml.
_VIEW = """
set -e
mount -t tmpfs tmpfs "$JOB_VIEW"
for path in /opt/*; do
  name=${path##*/}
  if [ "$name" = ml ] || [ ! -e "$path" ]; then continue; fi
  if [ -d "$path" ]; then mkdir "$JOB_VIEW/$name"; else touch "$JOB_VIEW/$name"; fi
  mount --rbind "$path" "$JOB_VIEW/$name"
done
mkdir "$JOB_VIEW/ml"
mount --bind "$JOB_FILES" "$JOB_VIEW/ml"
mount --rbind "$JOB_VIEW" /opt
cd "$JOB_FOLDER"
exec "$@"
"""


class Command(NamedTuple):
    """`folder` is where it runs, a path below /opt/ml."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: str = OPT_ML


class OptMl:
    """The files are below `root`."""

    def __init__(self, root: Path) -> None:
        self.files, self._view = root / "ml", root / "opt"
        self.files.mkdir()
        self._view.mkdir()

    def folder(self, path: str) -> Path:
        """The folder of this machine that stands for a path below /opt/ml, created if it does not exist."""
        if (path != OPT_ML and not path.startswith(f"{OPT_ML}/")) or ".." in Path(path).parts:
            raise ValueError(f"{path} is not below {OPT_ML}")
        folder = self.files / path[len(OPT_ML) :].lstrip("/")
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def local(self, command: Command) -> Command:
        """The command as it has to be started on this machine."""
        if may_mount():
            mounts = {"JOB_FILES": str(self.files), "JOB_VIEW": str(self._view), "JOB_FOLDER": command.folder}
            arguments = [*_UNSHARE, "bash", "-c", _VIEW, "job", *command.arguments]
            return Command(arguments, {**command.environment, **mounts}, str(self.files))
        self._rewrite_scripts()
        arguments = [self._rewrite(argument) for argument in command.arguments]
        environment = {name: self._rewrite(value) for name, value in command.environment.items()}
        return Command(arguments, environment, self._rewrite(command.folder))

    def _rewrite(self, text: str) -> str:
        return text.replace(OPT_ML, str(self.files))

    def _rewrite_scripts(self) -> None:
        for file in self.files.rglob("*"):
            if file.suffix in _SCRIPTS and file.is_file():
                file.write_text(self._rewrite(file.read_text()))


@functools.cache
def may_mount() -> bool:
    """Whether this system lets a process have mounts of its own."""
    try:
        tried = subprocess.run(  # noqa: S603 - a fixed command
            [*_UNSHARE, "mount", "-t", "tmpfs", "tmpfs", "/opt"], check=False, capture_output=True
        )
    except FileNotFoundError:
        return False
    return tried.returncode == 0
