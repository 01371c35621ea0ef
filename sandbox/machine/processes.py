"""Runs a command as a process group of its own, with the session of a role."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ministack.core.responses import get_region

from sandbox.api.loopback import Credentials
from sandbox.world import accounts

_STAND_INS = Path(__file__).parent / "stand_ins"
_REPOSITORY = Path(__file__).parents[2]
_INHERITED = ("LANG", "LC_ALL", "TMPDIR", "TZ")
_POLL_SECONDS = 0.05
_groups: set[int] = set()


class Process(NamedTuple):
    """A command to run; it is ended after `seconds`."""

    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    seconds: float


class TimedOutError(Exception):
    """A process was ended because it took too long."""


class StoppedError(Exception):
    """A process was ended on request."""


def python() -> Path:
    """The Python of builds and jobs, with the packages of the seeds."""
    return Path(os.environ.get("SANDBOX_PYTHON", _REPOSITORY / ".venv-seeds" / "bin" / "python"))


def environment_of(credentials: Credentials) -> dict[str, str]:
    """Variables for a process: of the server's own environment the language and the path only.

    `pip` and `venv` are stand-ins that check instead of installing: the packages are those of `python()`.
    """
    path = [_STAND_INS / "commands", python().parent, os.environ["PATH"], _STAND_INS / "missing"]
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return inherited | {
        "PATH": os.pathsep.join(str(place) for place in path),
        "PYTHONPATH": str(_STAND_INS),
        "SANDBOX_PYTHON": str(python()),
        "AWS_ACCESS_KEY_ID": credentials.access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
        **({"AWS_SESSION_TOKEN": credentials.token} if credentials.token else {}),
        "AWS_REGION": get_region(),
        "AWS_DEFAULT_REGION": get_region(),
        "AWS_ENDPOINT_URL": accounts.endpoint(int(os.environ["GATEWAY_PORT"])),
        "AWS_EC2_METADATA_DISABLED": "true",
        # Jobs, builds and endpoints share this machine's processors: one thread of a numeric library each.
        "OMP_NUM_THREADS": "1",
        # A pip that is no stand-in must not change the packages that everything here shares.
        "PIP_NO_INDEX": "1",
    }


def run(process: Process, write: Callable[[str], object], stopped: threading.Event | None = None) -> int:
    """Run to the end; returns the exit code. `write` takes every line of output as it comes.

    Raises:
        TimedOutError: it took too long.
        StoppedError: `stopped` was set.

    """
    child = subprocess.Popen(  # noqa: S603 - running code that was pushed is the purpose
        process.command,
        cwd=process.folder,
        env=dict(process.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    _groups.add(child.pid)
    reader = threading.Thread(target=_read, args=(child, write), daemon=True)
    reader.start()
    try:
        return _wait(child, time.monotonic() + process.seconds, stopped or threading.Event())
    finally:
        _end(child.pid)
        reader.join(timeout=2)


def end_all() -> None:
    """End all running processes when the sandbox ends."""
    for group in tuple(_groups):
        _end(group)


def _wait(child: subprocess.Popen[bytes], deadline: float, stopped: threading.Event) -> int:
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.wait(_POLL_SECONDS)
        if stopped.is_set():
            raise StoppedError
        if time.monotonic() > deadline:
            raise TimedOutError


def _read(child: subprocess.Popen[bytes], write: Callable[[str], object]) -> None:
    for line in child.stdout or ():
        write(line.decode(errors="replace").rstrip("\r\n"))


def _end(group: int) -> None:
    """Processes that a process started end with it, as with a machine of AWS."""
    _groups.discard(group)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
