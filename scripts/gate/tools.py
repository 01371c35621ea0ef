"""Runs a scanner's program from the environment of the gate, without a network."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from scripts.errors import ConfigurationError

CHECKOUT = Path(__file__).resolve().parents[2]
ENVIRONMENT = CHECKOUT / ".venv-gate"
PACKAGES = ENVIRONMENT / "node_modules"
# The discard port: whatever a program tries to fetch fails at once instead of making a result depend on a network.
NOWHERE = "http://127.0.0.1:9"


def program(name: str) -> Path:
    """A program that is installed for the gate."""
    path = ENVIRONMENT / "bin" / name
    if not path.exists():
        raise ConfigurationError(f"{name} is not installed", hint="make .venv-gate/ready")
    return path


def output(command: Sequence[str | Path], folder: Path, accepted: Sequence[int] = (0,), stdin: str = "") -> str:
    """What a program prints. `accepted` are the exit codes with which it says that it has read everything.

    Raises RuntimeError for any other: a scanner that breaks has found nothing, and that is no clean run.
    """
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"), NOWHERE)
    environment = {**os.environ, **proxies, "NO_PROXY": "", "no_proxy": "", "NODE_PATH": str(PACKAGES)}
    done = subprocess.run(  # noqa: S603 - the programs are those of the lock files
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        input=stdin,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode not in accepted:
        raise RuntimeError(f"{Path(command[0]).name} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return done.stdout
