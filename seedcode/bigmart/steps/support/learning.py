"""How boosting is run: with how many threads, and how it came to its end."""

import json
import os
from pathlib import Path
from typing import Any

SMALL = 100_000  # rows that one thread learns from as fast as several do, which wait for each other on a busy machine


def threads(rows: int) -> int:
    return 1 if rows < SMALL else int(os.environ.get("SM_NUM_CPUS") or os.cpu_count() or 1)


def stopped(rounds: int, most: int) -> str:
    """Whether training ended by itself."""
    if rounds < most:
        return f"stopped after round {rounds}, when validation no longer improved"
    return f"stopped at the cap of {most} rounds while validation still improved: allow more"


def learning_curve(model: Path) -> dict[str, Any]:
    """The error of both sets round by round, and how training ended."""
    return json.loads((model / "learning_curve.json").read_text())
