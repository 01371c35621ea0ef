"""Runs preprocess, train, evaluate and report on this machine, with the same functions that run in AWS."""

import argparse
import sys
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

sys.path.insert(0, str(Path(__file__).parent / "steps"))

from evaluate import evaluate
from local_spark import use as use_local_spark
from preprocess import preprocess
from project.data import fetch
from support.learning import learning_curve
from support.outcome import read_facts
from train import train


def timed(name: str, step: Callable[..., Any], *arguments: object) -> Any:
    """Run a step and say how long it took."""
    print(f"{name:<12}", end="", flush=True)
    start = time.monotonic()
    result = step(*arguments)
    print(f"{time.monotonic() - start:5.1f} s   ", end="")
    return result


def run(source: str, build: Path) -> dict[str, Any]:
    """The whole way from observations to a report; returns the metrics."""
    raw, examples, model, evaluation = (build / name for name in ("raw", "examples", "model", "evaluation"))
    fetch(source, raw)
    use_local_spark()
    days = timed("preprocess", preprocess, raw, examples)
    print(", ".join(f"{count} days to {name}" for name, count in days.items()))
    for warning in read_facts(examples / "facts")["warnings"]:
        print(f"warning     {warning}")
    trees = timed("train", train, examples / "train", examples / "validation", model)
    print(f"a line and {trees} trees" if trees else "a line; trees did not help", end="; ")
    print(learning_curve(model)["stopped"])
    folders = {name: examples / name for name in ("train", "validation", "test", "facts")}
    result = timed("evaluate", evaluate, model, folders, evaluation)
    gain, error = result["improvement"], result["regression_metrics"]["rmse"]["value"]
    print(f"RMSE {error:.2f} °C, {gain['over_best_baseline']:.1%} better than the best simple forecast")
    print(f"gate        {result['verdict']}")
    print(f"report      {evaluation / 'report.html'}")
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="", help="a .csv file, a folder or an S3 URI; the Seattle data if empty")
    parser.add_argument("--build", type=Path, default=Path("build"))
    arguments = parser.parse_args()
    try:
        run(arguments.data, arguments.build)
    except (ValueError, FileNotFoundError) as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as error:
        print(f"\nerror: {arguments.data}: cannot be read, {error}", file=sys.stderr)
        return 1
    if sys.stdout.isatty():
        webbrowser.open((arguments.build / "evaluation" / "report.html").resolve().as_uri())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
