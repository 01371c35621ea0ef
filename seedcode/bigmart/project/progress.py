"""Draws the state machines, in the terminal and as SVG below build/graph/: as they are defined, or how far a run is."""

import argparse
import time
from pathlib import Path
from typing import Any

from project.definitions import PARTS, read
from project.graph import order
from project.history import CAUGHT, FAILED, RUNNING, SUCCEEDED, Progress, Visit, family
from project.svg import svg

MARKS = {SUCCEEDED: "✓", FAILED: "✗", CAUGHT: "!", RUNNING: "…", "": "·"}
PAUSE = 10.0  # seconds between two looks


def part_of(machine: str) -> str:
    """`sagemaker-p-abc-save-model` is `save-model`."""
    return next(part for part in PARTS if machine.endswith(f"-{part}"))


def lines(part: str, visits: dict[str, Visit]) -> list[str]:
    """The way of the machine with what became of each state, and what was done besides it."""
    way = order(read(part))
    return [row(name, visits.get(name)) for name in [*way, *(name for name in visits if name not in way)]]


def row(name: str, visit: Visit | None) -> str:
    if visit is None:
        return f"  {MARKS['']} {name}"
    times = f" ({visit.count} times)" if visit.count > 1 else ""
    ended = f"  {visit.seconds:.1f} s" if visit.status in (SUCCEEDED, CAUGHT) else ""
    return f"  {MARKS[visit.status]} {name}{times}{ended}{f'  {visit.reason}' if visit.reason else ''}"


def text(found: list[Progress]) -> str:
    blocks = []
    for each in found:
        part = part_of(each.machine)
        continued = f", continued {each.redrives} times" if each.redrives else ""
        blocks.append("\n".join([f"{part}: {each.status.lower()}{continued}", *lines(part, each.visits)]))
    return "\n\n".join(blocks)


def draw(build: Path, found: list[Progress]) -> list[Path]:
    """One SVG for each machine; those that have not run yet are as they are defined."""
    newest = {part_of(each.machine): each.visits for each in found}
    folder = build / "graph"
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for part in PARTS:
        files.append(folder / f"{part}.svg")
        files[-1].write_text(svg(part, read(part), newest.get(part, {})), encoding="utf-8")
    return files


def look(execution: str) -> list[Progress]:
    """At an execution and those that it started; at none where no execution is given."""
    if not execution:
        return []
    import boto3

    states: Any = boto3.client("stepfunctions", region_name=execution.split(":")[3])
    return family(states, execution)


def defined() -> list[Progress]:
    return [Progress(f"-{part}", "defined", 0) for part in reversed(PARTS)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--execution", default="", help="the ARN of an execution of the joined machine")
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--follow", action="store_true", help="look again until the execution ends")
    given = parser.parse_args()
    found = look(given.execution)
    print(text(found or defined()), flush=True)
    while given.follow and found and found[0].status in ("RUNNING", "PENDING_REDRIVE"):
        time.sleep(PAUSE)
        found = look(given.execution)
        print(f"\n{text(found)}", flush=True)
    print("\n" + "\n".join(map(str, draw(given.build, found))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
