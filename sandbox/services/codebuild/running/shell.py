"""Commands of a phase in one shell; what they export and where they go to reaches the phases after."""

import datetime
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

from sandbox.machine import processes
from sandbox.machine.processes import Process

# Each command is sourced, so that `cd` and `export` last, and `exit` ends the phase with its code.
_DRIVER = """cd "$(cat "$SANDBOX_PLACE/folder")"
. "$SANDBOX_PLACE/exports"
trap 'export -p > "$SANDBOX_PLACE/exports"; pwd > "$SANDBOX_PLACE/folder"; env -0 > "$SANDBOX_PLACE/environment"' EXIT
for each in "$@"; do
  echo "$each" > "$SANDBOX_PLACE/running"
  echo "[Container] $(date -u '+%Y/%m/%d %H:%M:%S') Running command $(cat "$each")"
  . "$each"
  code=$?
  [ $code -eq 0 ] || exit $code
done
"""


class CommandError(Exception):
    """A command of a phase failed; the text is what CodeBuild says about it."""


class Shell:
    """The shell of one build. `place` is a folder of its own beside the source."""

    def __init__(self, kind: str, place: Path, source: Path, environment: Mapping[str, str]) -> None:
        self._command = shutil.which(kind, path=environment["PATH"])
        if self._command is None:
            raise CommandError(f"The shell {kind} does not exist on this machine")
        self._place, self.environment = place, {**environment, "SANDBOX_PLACE": str(place)}
        place.mkdir()
        (place / "exports").write_text("")
        (place / "folder").write_text(f"{source}\n")
        (place / "driver").write_text(_DRIVER)

    def run(self, commands: tuple[str, ...], tell: Callable[[str], None], seconds: float, stopped: Event) -> None:
        """Run them one after the other; a CommandError for the first that fails."""
        files = [self._place / f"command-{number}" for number in range(len(commands))]
        for file, command in zip(files, commands, strict=True):
            file.write_text(f"{command}\n")
        started = [self._command, str(self._place / "driver"), *map(str, files)]
        code = processes.run(Process(started, self._place, self.environment, seconds), tell, stopped)
        if code:
            failed = Path((self._place / "running").read_text().strip()).read_text().rstrip("\n")
            raise CommandError(f"Error while executing command: {failed}. Reason: exit status {code}")

    def mark_failed(self) -> None:
        """What later phases can see of an earlier failure."""
        with (self._place / "exports").open("a") as exports:
            exports.write("export CODEBUILD_BUILD_SUCCEEDING=0\n")

    def value_of(self, name: str) -> str | None:
        """What an exported variable ended with."""
        try:
            pairs = (self._place / "environment").read_bytes().decode(errors="replace").split("\0")
        except FileNotFoundError:
            return self.environment.get(name)
        return dict(pair.partition("=")[::2] for pair in pairs if pair).get(name)


def stamped(line: str) -> str:
    """A line that CodeBuild itself writes into the log."""
    now = datetime.datetime.now(datetime.UTC)
    return f"[Container] {now:%Y/%m/%d %H:%M:%S} {line}"
