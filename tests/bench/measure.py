"""Measures whole processes against the design's budgets: `make bench`. It prints a table and never fails."""

import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.processes import Cost, catalog, fresh_state, person, run, sandbox
from tests.bench.rehearsal import rehearsal

RUNS = 3


@dataclass(frozen=True)
class Row:
    """A budget and what was measured."""

    name: str
    budget: str
    costs: tuple[Cost, ...]

    def __str__(self) -> str:
        seconds = [cost.seconds for cost in self.costs]
        memory = max(cost.megabytes for cost in self.costs)
        spread = f"{min(seconds):.1f}-{max(seconds):.1f}"
        return f"{self.name:<44}{self.budget:<16}{statistics.median(seconds):>6.1f} s  {spread:<12}{memory:>5.0f} MB"


def full_cycle() -> dict[str, Cost]:
    """Start, publish, publish again, launch: on an empty sandbox."""
    with fresh_state() as state:
        publisher, scientist = person(state, "publisher"), person(state, "data-scientist")
        ready = run(sandbox("start", state))
        run(catalog("publisher"), person(state, "hub"))
        return {
            "sandbox ready": ready,
            "publish to an empty sandbox, three spokes": run(catalog("publish"), publisher),
            "publish again with nothing changed": run(catalog("publish"), publisher),
            "launch build-train-deploy": run(catalog("launch", "build-train-deploy", "bench"), scientist),
        }


BUDGETS = {
    "sandbox ready": "2 s",
    "publish to an empty sandbox, three spokes": "20 s",
    "publish again with nothing changed": "4 s",
    "launch build-train-deploy": "10 s",
}


# Together they are `make check`: 15 minutes.
SUITE = {"static": "60 s", "test": "360 s", "test-long": "480 s"}


def repeat(measure: Callable[[], Cost]) -> tuple[Cost, ...]:
    return tuple(measure() for _ in range(RUNS))


def main() -> None:
    """Prints the median, the spread and the peak memory of each row of the design's table."""
    rows = [Row("render all templates", "2 s, 150 MB", repeat(lambda: run(catalog("render"))))]
    cycles = [full_cycle() for _ in range(RUNS)]
    rows += [Row(name, budget, tuple(cycle[name] for cycle in cycles)) for name, budget in BUDGETS.items()]
    sys.stdout.write(f"{'name':<44}{'budget':<16}{'median':>8}  {'spread':<12}{'memory':>8}\n")
    sys.stdout.writelines(f"{row}\n" for row in (*rows, *rehearsal()))
    for target, budget in SUITE.items():
        sys.stdout.write(f"{Row(f'make {target}', budget, (run(['make', target]),))}\n")


if __name__ == "__main__":
    main()
