"""Starts and stops the server process; knows nothing of what it serves."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from sandbox.process import git_access, root_secret, state_folder
from sandbox.world import accounts

_START_SECONDS = 20
_STOP_SECONDS = 15


class SandboxError(Exception):
    """A sandbox that cannot be started or stopped, and what to do about it."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.hint = hint


def serve(port: int, state: Path) -> None:
    """Become the server; returns only by failing."""
    environment = _prepare(port, state)
    os.execve(sys.executable, [sys.executable, "-m", "sandbox.server"], environment)  # noqa: S606


def start(port: int, state: Path) -> None:
    """Run the server in the background and return when it answers; one that runs already is left alone."""
    running = _answer(port)
    if running and Path(running["state"]).resolve() == state.resolve():
        sys.stdout.write(f"{accounts.ready_line(port)}\n")
        return
    environment = _prepare(port, state)
    with (state / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "sandbox.server"], env=environment, stdout=log, stderr=log, start_new_session=True
        )
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _answer(port):
            sys.stdout.write(f"{accounts.ready_line(port)}\n{accounts.introduction(str(state))}")
            return
        time.sleep(0.05)
    process.kill()
    raise SandboxError("the sandbox did not become ready", f"read {state / 'log'}")


def stop(state: Path) -> None:
    """End the server of this state folder, which saves everything first."""
    pid, port = _recorded(state, "pid"), _recorded(state, "port")
    if pid is None or port is None or not _is_ours(port, pid):
        sys.stdout.write("sandbox   not running\n")
        return
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while time.monotonic() < deadline:
        if not _alive(pid):
            (state / "pid").unlink(missing_ok=True)
            sys.stdout.write("sandbox   stopped, state kept\n")
            return
        time.sleep(0.05)
    raise SandboxError(f"process {pid} does not end", f"read {state / 'log'}, then end it with: kill -9 {pid}")


def _prepare(port: int, state: Path) -> dict[str, str]:
    _refuse_taken_port(port)
    if not state_folder.is_readable(state):
        raise SandboxError(f"{state} was written by another version of the sandbox", f"remove it: rm -r {state}")
    state_folder.make(state)
    root_secret.write_private(state / "aws-config", accounts.aws_config(port, root_secret.make(state)))
    git_access.write_configuration(state, accounts.endpoint(port))
    (state / "port").write_text(str(port))
    # The engine takes AWS_ACCESS_KEY_ID of its environment for a root key, so none of the caller's may reach it.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return inherited | {
        "SANDBOX_STATE": str(state),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_ACCOUNT_ID": accounts.HUB,
        "MINISTACK_REGION": accounts.REGION,
        "GATEWAY_PORT": str(port),
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state / "engine"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state / "objects"),
        "LAMBDA_EXECUTOR": "local",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        "PYTHONUNBUFFERED": "1",
    }


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)):
            return
    answer = _answer(port)
    if answer:
        raise SandboxError(
            f"port {port} is taken by the sandbox of {answer['state']} (process {answer['pid']})",
            f"end it with: python -m sandbox stop --state {answer['state']}",
        )
    raise SandboxError(f"port {port} is taken by another program", f"choose another: --port {port + 1}")


def _answer(port: int) -> dict[str, Any] | None:
    try:
        with urllib.request.urlopen(f"{accounts.endpoint(port)}/_sandbox", timeout=2) as response:  # noqa: S310
            return json.load(response)
    except (OSError, ValueError):
        return None


def _is_ours(port: int, pid: int) -> bool:
    answer = _answer(port)
    return answer is not None and answer.get("pid") == pid


def _recorded(state: Path, what: str) -> int | None:
    try:
        return int((state / what).read_text())
    except (OSError, ValueError):
        return None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
