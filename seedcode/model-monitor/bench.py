"""The known answers in full, and how long a run takes: `make bench`."""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "steps"), str(HERE / "tests")]

from baseline import Baseline, Column  # noqa: E402
from drift import Drift, data_drift  # noqa: E402
from example import COLUMNS, METRIC, answered, people, write_baseline, write_captured, write_labels  # noqa: E402
from limits import Limits  # noqa: E402
from monitor import run  # noqa: E402

KNOWN, ROWS, RUNS, LARGE = 5000, 2000, 1000, 100_000


def drawn(seed: int, rows: int) -> tuple[Baseline, pd.DataFrame]:
    """A baseline and rows of now, of the same population."""
    random = np.random.default_rng(seed)
    known, now = (answered(people(random, many), random) for many in (KNOWN, rows))
    columns = tuple(Column(**each) for each in COLUMNS)
    return Baseline(columns, known, METRIC, 0.5, "yes", {}), now


def alarmed(found: Drift, limits: Limits) -> bool:
    return bool(found.drifted(limits) or found.prediction.reasons(limits) or found.separated(limits))


def alarms(runs: int, seed: int) -> int:
    """How many of so many runs alarm though nothing changed."""
    return sum(alarmed(data_drift(*drawn(seed * 100_000 + each, ROWS)), Limits()) for each in range(runs))


def found_shifts(runs: int) -> int:
    """How many shifts of one column by half a standard deviation are found."""
    found = 0
    for seed in range(runs):
        baseline, now = drawn(seed, ROWS)
        now["hours"] += now["hours"].std() / 2
        found += "hours" in data_drift(baseline, now).drifted(Limits())
    return found


def seconds() -> float:
    """A run over 100,000 rows with their labels, from the files to the report."""
    with tempfile.TemporaryDirectory() as place:
        folder, random = Path(place), np.random.default_rng(2)
        table = answered(people(random, LARGE), random)
        write_baseline(folder / "baseline")
        write_captured(folder / "captured", table)
        write_labels(folder / "labels", table)
        start = time.perf_counter()
        run({name: folder / name for name in ("baseline", "captured", "labels")}, HERE, folder / "report")
        return time.perf_counter() - start


if __name__ == "__main__":
    print(f"{alarms(RUNS, 1)} false alarms in {RUNS:,} runs over undrifted rows")
    print(f"{found_shifts(RUNS)} of {RUNS:,} shifts by half a standard deviation found in {ROWS:,} rows")
    print(f"{seconds():.1f} s for {LARGE:,} rows")
