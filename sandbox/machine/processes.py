"""Runs a command as a process group of its own; a role's session is all it knows of AWS."""

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
_SECONDS_BETWEEN_LOOKS = 0.05
_groups: set[int] = set()


class Process(NamedTuple):
    """`seconds` is how long it may take."""

    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    seconds: float


class TimedOutError(Exception):
    """A process took longer than it may; it was ended."""


class StoppedError(Exception):
    """Somebody asked for an end before the process was done."""


def python() -> Path:
    """The Python that builds and jobs use, with the packages of the seeds."""
    return Path(os.environ.get("SANDBOX_PYTHON", _REPOSITORY / ".venv-seeds" / "bin" / "python"))


def environment_of(credentials: Credentials) -> dict[str, str]:
    """What a process is given; nothing of the server's own environment but the language and the path.

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


def run(process: Process, tell: Callable[[str], None], stopped: threading.Event | None = None) -> int:
    """The exit code; every line of output goes to `tell` as it comes.

    Raises:
        TimedOutError: it took too long.
        StoppedError: `stopped` was set.

    """
    child = subprocess.Popen(  # noqa: S603 - the person who pushed the code wants it run
        process.command,
        cwd=process.folder,
        env=dict(process.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    _groups.add(child.pid)
    reader = threading.Thread(target=_read, args=(child, tell), daemon=True)
    reader.start()
    try:
        return _wait(child, time.monotonic() + process.seconds, stopped or threading.Event())
    finally:
        _end(child.pid)
        reader.join(timeout=2)


def end_all() -> None:
    """End what still runs when the sandbox ends."""
    for group in tuple(_groups):
        _end(group)


def _wait(child: subprocess.Popen[bytes], deadline: float, stopped: threading.Event) -> int:
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.wait(_SECONDS_BETWEEN_LOOKS)
        if stopped.is_set():
            raise StoppedError
        if time.monotonic() > deadline:
            raise TimedOutError


def _read(child: subprocess.Popen[bytes], tell: Callable[[str], None]) -> None:
    for line in child.stdout or ():
        tell(line.decode(errors="replace").rstrip("\r\n"))


def _end(group: int) -> None:
    """What a process leaves running ends with it, as it would with its machine."""
    _groups.discard(group)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
