"""Commands of a phase in one shell; exports and the current directory last until the next phase."""

import datetime
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

from sandbox.machine import processes
from sandbox.machine.processes import Process

# Each command is sourced, so that `cd` and `export` last, and `exit` ends the phase with its code.
_DRIVER = """cd "$(cat "$SANDBOX_SHELL/folder")"
. "$SANDBOX_SHELL/exports"
trap 'export -p > "$SANDBOX_SHELL/exports"; pwd > "$SANDBOX_SHELL/folder"; env -0 > "$SANDBOX_SHELL/environment"' EXIT
for command in "$@"; do
  echo "$command" > "$SANDBOX_SHELL/running"
  echo "[Container] $(date -u '+%Y/%m/%d %H:%M:%S') Running command $(cat "$command")"
  . "$command"
  code=$?
  [ $code -eq 0 ] || exit $code
done
"""


class CommandError(Exception):
    """A command of a phase failed; the text is CodeBuild's."""


class Shell:
    """The shell of one build. `folder` is its own, beside the source; the phases of a build share it."""

    def __init__(self, name: str, folder: Path, source: Path, environment: Mapping[str, str]) -> None:
        command = shutil.which(name, path=environment["PATH"])
        if command is None:
            raise CommandError(f"The shell {name} does not exist on this machine")
        self._command, self._folder = command, folder
        self.environment = {**environment, "SANDBOX_SHELL": str(folder)}
        folder.mkdir()
        (folder / "exports").write_text("")
        (folder / "folder").write_text(f"{source}\n")
        (folder / "driver").write_text(_DRIVER)

    def run(self, commands: tuple[str, ...], write: Callable[[str], object], seconds: float, stopped: Event) -> None:
        """Run the commands in turn, with a CommandError for the first that fails; `write` takes their output."""
        files = [self._folder / f"command-{number}" for number in range(len(commands))]
        for file, command in zip(files, commands, strict=True):
            file.write_text(f"{command}\n")
        started = [self._command, str(self._folder / "driver"), *map(str, files)]
        code = processes.run(Process(started, self._folder, self.environment, seconds), write, stopped)
        if code:
            failed = Path((self._folder / "running").read_text().strip()).read_text().rstrip("\n")
            raise CommandError(f"Error while executing command: {failed}. Reason: exit status {code}")

    def mark_failed(self) -> None:
        """Set the variable by which later phases can tell that the build is failing."""
        with (self._folder / "exports").open("a") as exports:
            exports.write("export CODEBUILD_BUILD_SUCCEEDING=0\n")

    def value_of(self, name: str) -> str | None:
        """The value of a variable after the last command; None when it is not set."""
        try:
            pairs = (self._folder / "environment").read_bytes().decode(errors="replace").split("\0")
        except FileNotFoundError:
            return self.environment.get(name)
        return next((pair.removeprefix(f"{name}=") for pair in pairs if pair.startswith(f"{name}=")), None)


def stamped(line: str) -> str:
    """A line of CodeBuild's own for the log."""
    now = datetime.datetime.now(datetime.UTC)
    return f"[Container] {now:%Y/%m/%d %H:%M:%S} {line}"
