"""Measures whole processes against the design's budgets: `make bench`. It never fails; it prints."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SANDBOX_PYTHON = ROOT / ".venv-sandbox" / "bin" / "python"
PORT = 4599
RUNS = 3


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock and peak megabytes of one process."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Row:
    """A budget and what was measured."""

    what: str
    budget: str
    costs: tuple[Cost, ...]

    def __str__(self) -> str:
        seconds = [cost.seconds for cost in self.costs]
        memory = max(cost.megabytes for cost in self.costs)
        spread = f"{min(seconds):.1f}-{max(seconds):.1f}"
        return f"{self.what:<44}{self.budget:<16}{statistics.median(seconds):>6.1f} s  {spread:<12}{memory:>5.0f} MB"


def run(arguments: list[str], environment: dict[str, str] | None = None) -> Cost:
    """Runs a process to its end; its output is shown only when it fails."""
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            arguments, cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
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


def one_life() -> dict[str, Cost]:
    """Start, publish, publish again, launch: on an empty sandbox."""
    with fresh_state() as state:
        hub, scientist = person(state, "hub"), person(state, "data-scientist")
        return {
            "sandbox ready": run(sandbox("start", state)),
            "publish to an empty sandbox, three spokes": run(catalog("publish"), hub),
            "publish again with nothing changed": run(catalog("publish"), hub),
            "launch build-train-deploy": run(catalog("launch", "build-train-deploy", "bench"), scientist),
        }


BUDGETS = {
    "sandbox ready": "2 s",
    "publish to an empty sandbox, three spokes": "20 s",
    "publish again with nothing changed": "4 s",
    "launch build-train-deploy": "10 s",
}


def repeat(measure: Callable[[], Cost]) -> tuple[Cost, ...]:
    return tuple(measure() for _ in range(RUNS))


def main() -> None:
    """Prints the median, the spread and the peak memory of each row of the design's table."""
    rows = [Row("render all templates", "2 s, 150 MB", repeat(lambda: run(catalog("render"))))]
    lives = [one_life() for _ in range(RUNS)]
    rows += [Row(what, budget, tuple(life[what] for life in lives)) for what, budget in BUDGETS.items()]
    sys.stdout.write(f"{'what':<44}{'budget':<16}{'median':>8}  {'spread':<12}{'memory':>8}\n")
    sys.stdout.writelines(f"{row}\n" for row in rows)


if __name__ == "__main__":
    main()
