"""Processes to measure: the catalog's commands against a sandbox of their own."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SANDBOX_PYTHON = ROOT / ".venv-sandbox" / "bin" / "python"
PORT = 4599


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock and peak megabytes of one process."""

    seconds: float
    megabytes: float


def run(arguments: list[str], environment: dict[str, str] | None = None) -> Cost:
    """Runs a process to its end; its output is shown only when it fails."""
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            arguments, cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            sys.exit(f"{' '.join(arguments)}\n{output.read().decode()}")
    return Cost(seconds, usage.ru_maxrss / 1024)


def catalog(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "scripts", *arguments]


def sandbox(verb: str, state: Path) -> list[str]:
    port = ["--port", str(PORT)] if verb == "start" else []
    return [str(SANDBOX_PYTHON), "-m", "sandbox", verb, *port, "--state", str(state)]


def person(state: Path, profile: str) -> dict[str, str]:
    return {"AWS_CONFIG_FILE": str(state / "aws-config"), "AWS_PROFILE": profile}


@contextmanager
def fresh_state() -> Iterator[Path]:
    state = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        yield state
    finally:
        subprocess.run(sandbox("stop", state), cwd=ROOT, capture_output=True, check=False)
        shutil.rmtree(state, ignore_errors=True)
