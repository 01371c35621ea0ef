"""Shows the last local runs as a table: what each reached, and what was changed for it."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from project.runs import Run, read
from steps.support.data_digest import SHOWN

SHOWN_RUNS = 15
OTHERS = 2  # metrics beside the one that counts: more are in the records, and would not fit a terminal
ABSENT = "-"


def changes(run: Run, before: Run | None) -> str:
    """What is different from the run before, in the words of the configuration."""
    if before is None:
        return "the first one kept"
    names = sorted(run.settings.keys() | before.settings.keys())
    pairs = [(name, before.settings.get(name, ABSENT), run.settings.get(name, ABSENT)) for name in names]
    found = [f"{name} {old} -> {new}" for name, old, new in pairs if old != new]
    if run.data != before.data:
        found.append(f"data {run.data[:SHOWN]}, {run.rows} rows")
    if run.code != before.code:
        found.append("code")
    return ", ".join(found) or "nothing"


def best(runs: Sequence[Run]) -> Run:
    """The best of those that learnt from the last run's data and have its metric: others measure something else."""
    last = runs[-1]
    name = last.metric["name"]
    comparable = [run for run in runs if run.data == last.data and name in run.metrics]
    chosen = max if last.metric["direction"] == "higher" else min
    # Of equals the first: what came later was not worth it.
    return chosen(comparable, key=lambda run: run.metrics[name]["value"])


def figure(run: Run, name: str) -> str:
    """A metric with its interval, as far as the run has them."""
    measured = run.metrics.get(name)
    if measured is None:
        return ABSENT
    text = f"{measured['value']:.4g}"
    return f"{text} ({measured['low']:.4g} to {measured['high']:.4g})" if "low" in measured else text


def rows(runs: Sequence[Run], shown: int) -> Iterator[list[str]]:
    """One for each run, the last one on top."""
    winner, metric = best(runs), runs[-1].metric["name"]
    others = [name for name in runs[-1].metrics if name != metric][:OTHERS]
    yield ["", "when (UTC)", metric, *others, "gate", "s", "commit", "changed"]
    before = [None, *runs][: len(runs)]
    for run, earlier in list(zip(runs, before, strict=True))[: -shown - 1 : -1]:
        values = [f"{run.metrics[name]['value']:.4g}" if name in run.metrics else ABSENT for name in others]
        mark, gate = "*" if run is winner else "", "passed" if run.passed else "failed"
        when, commit = run.time[5:19].replace("T", " "), run.commit[:8] + "+" * run.commit.endswith("+")
        yield [mark, when, figure(run, metric), *values, gate, f"{run.seconds:.1f}", commit, changes(run, earlier)]


def aligned(table: Sequence[Sequence[Any]]) -> Iterator[str]:
    widths = [max(len(str(cell)) for cell in column) for column in zip(*table, strict=True)]
    for row in table:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def comparison(folder: Path, shown: int = SHOWN_RUNS) -> str:
    """The whole text: the table, what the star means, and the files that could not be read."""
    runs, problems = read(folder)
    if not runs:
        return "\n".join([f"no runs in {folder} yet: `make local` keeps a record of each", *problems])
    last = runs[-1]
    same = sum(run.data == last.data for run in runs)
    star = f"* {last.metric['direction']} {last.metric['name']} is better: the best of {same} on the last run's data"
    return "\n".join([*aligned(list(rows(runs, shown))), star, *problems])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--last", type=int, default=SHOWN_RUNS)
    arguments = parser.parse_args()
    print(comparison(arguments.build / "runs", arguments.last))
