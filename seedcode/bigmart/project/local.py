"""Runs preprocess, train and evaluate on this machine, with the same functions that the state machines' jobs run."""

import argparse
import sys
from pathlib import Path
from typing import Any

from project.configuration import read_project
from project.data import fetch

sys.path.insert(0, str(Path(__file__).parents[1] / "steps"))

from evaluate import evaluate
from preprocess import preprocess
from train import train


def run(source: str, build: Path) -> dict[str, Any]:
    """The whole way from a table to a report; returns the evaluation."""
    raw, examples, model, evaluation = (build / name for name in ("raw", "examples", "model", "evaluation"))
    configuration = read_project()
    fetch(source, raw)
    if not source:
        print("no DATA given: this is a generated table, its numbers say nothing")
    counts = preprocess(raw, examples, "", configuration)
    print("preprocess  " + ", ".join(f"{count} rows to {name}" for name, count in counts.items()))
    curve = train(examples / "train", examples / "validation", examples / "encoding", model, configuration)
    print(f"train       {curve['rounds']} rounds, {curve['stopped']}")
    result = evaluate(model, {name: examples / name for name in ("train", "test", "facts")}, evaluation, configuration)
    print(f"gate        {result['verdict']}")
    print(f"report      {evaluation / 'report.html'}")
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="", help="a file, a folder or an S3 URI; a generated table if empty")
    parser.add_argument("--build", type=Path, default=Path("build"))
    arguments = parser.parse_args()
    try:
        run(arguments.data, arguments.build)
    except (ValueError, FileNotFoundError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
