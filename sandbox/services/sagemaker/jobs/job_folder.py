"""A job's files, which the job sees as /opt/ml.

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
# /opt is shown again as it is, with the job's folder in the place of /opt/ml.
_VIEW = """
set -e
mount -t tmpfs tmpfs "$JOB_VIEW"
for place in /opt/*; do
  name=${place##*/}
  if [ "$name" = ml ] || [ ! -e "$place" ]; then continue; fi
  if [ -d "$place" ]; then mkdir "$JOB_VIEW/$name"; else touch "$JOB_VIEW/$name"; fi
  mount --rbind "$place" "$JOB_VIEW/$name"
done
mkdir "$JOB_VIEW/ml"
mount --bind "$JOB_FILES" "$JOB_VIEW/ml"
mount --rbind "$JOB_VIEW" /opt
cd "$JOB_PLACE"
exec "$@"
"""


class Command(NamedTuple):
    arguments: Sequence[str]
    environment: Mapping[str, str]
    place: str = OPT_ML


class JobFolder:
    def __init__(self, root: Path) -> None:
        self.files, self._view = root / "ml", root / "opt"
        self.files.mkdir()
        self._view.mkdir()

    def path(self, place: str) -> Path:
        """Where a path below /opt/ml really is, made if it is not there."""
        if (place != OPT_ML and not place.startswith(f"{OPT_ML}/")) or ".." in Path(place).parts:
            raise ValueError(f"{place} is not below {OPT_ML}")
        path = self.files / place[len(OPT_ML) :].lstrip("/")
        path.mkdir(parents=True, exist_ok=True)
        return path

    def located(self, command: Command) -> Command:
        """The command as it has to be started on this machine."""
        if may_mount():
            seen = {"JOB_FILES": str(self.files), "JOB_VIEW": str(self._view), "JOB_PLACE": command.place}
            arguments = [*_UNSHARE, "bash", "-c", _VIEW, "job", *command.arguments]
            return Command(arguments, {**command.environment, **seen}, str(self.files))
        self._rewrite_scripts()
        environment = {name: self._rewritten(value) for name, value in command.environment.items()}
        return Command(
            [self._rewritten(each) for each in command.arguments], environment, self._rewritten(command.place)
        )

    def _rewritten(self, text: str) -> str:
        return text.replace(OPT_ML, str(self.files))

    def _rewrite_scripts(self) -> None:
        for file in self.files.rglob("*"):
            if file.suffix in _SCRIPTS and file.is_file():
                file.write_text(self._rewritten(file.read_text()))


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
