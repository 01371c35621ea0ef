#!/usr/bin/env python3
"""The `train` that SageMaker starts: hyperparameters and channels to train.py, and the reason if it fails."""

import json
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path

from account import give_up_root

BASE = Path(os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml"))
LINES_KEPT = 20
REASON_LENGTH = 1024  # what DescribeTrainingJob shows of the file `failure`


class ContractError(ValueError):
    """The job is one that this image cannot run."""


def hyperparameters(base: Path) -> list[str]:
    """The job's hyperparameters as options of a command line."""
    file = base / "input" / "config" / "hyperparameters.json"
    try:
        given = json.loads(file.read_text()) if file.exists() else {}
    except ValueError as error:
        raise ContractError(f"{file}: not JSON, {error}") from error
    return [f"--{name}={value}" for name, value in sorted(given.items())]


def environment(base: Path) -> dict[str, str]:
    """Where train.py finds its channels and puts its model, under the names that AWS's own images use."""
    channels = sorted(folder for folder in (base / "input" / "data").glob("*") if folder.is_dir())
    places = {f"SM_CHANNEL_{folder.name.upper()}": str(folder) for folder in channels}
    return os.environ | places | {"SM_MODEL_DIR": str(base / "model"), "SM_NUM_CPUS": str(os.cpu_count() or 1)}


def command(base: Path) -> list[str]:
    """The training program of the channel `code`, with the hyperparameters."""
    program = base / "input" / "data" / "code" / "train.py"
    if not program.exists():
        raise ContractError(f"{program} is missing: the job needs a channel `code` with the steps")
    return [sys.executable, str(program), *hyperparameters(base)]


def follow(arguments: list[str], variables: dict[str, str]) -> tuple[int, list[str]]:
    """Run a program to its end and pass on its output; its exit code and the last lines of its errors."""
    lines: deque[str] = deque(maxlen=LINES_KEPT)
    with subprocess.Popen(arguments, env=variables, stderr=subprocess.PIPE, text=True) as program:
        # A job that is stopped sends SIGTERM to this process, the first of the container.
        signal.signal(signal.SIGTERM, lambda *_: program.terminate())
        for line in program.stderr or ():
            sys.stderr.write(line)
            lines.append(line)
    return program.returncode, list(lines)


def explain(base: Path, lines: list[str]) -> None:
    """Write the file that SageMaker shows as the reason of the failure: the last line first, for it names the error."""
    folder = base / "output"
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join([*lines[-1:], *lines]) or "the training program ended without output\n"
    (folder / "failure").write_text(text[:REASON_LENGTH])


def main(base: Path = BASE, run: Callable[[list[str], dict[str, str]], tuple[int, list[str]]] = follow) -> int:
    give_up_root([base / "model", base / "output"])
    try:
        status, lines = run(command(base), environment(base))
    except ContractError as error:
        status, lines = 1, [f"{error}\n"]
        sys.stderr.write(lines[0])
    if status:
        explain(base, lines)
    return 1 if status else 0


if __name__ == "__main__":
    raise SystemExit(main())
