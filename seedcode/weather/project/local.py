"""Runs preprocess, train, evaluate and report on this machine, with the same functions that run in AWS."""

import argparse
import os
import sys
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

sys.path.insert(0, str(Path(__file__).parents[1] / "steps"))

from evaluate import SETS, evaluate
from preprocess import preprocess
from project.configuration import read_project
from project.data import fetch
from project.runs import commit
from project.tracking import keep
from spark.local_spark import use as use_local_spark
from support.configuration import Configuration
from support.outcome import read_facts
from train import train


def timed(name: str, step: Callable[..., Any], *arguments: object) -> Any:
    """Run a step and say how long it took."""
    print(f"{name:<12}", end="", flush=True)
    start = time.monotonic()
    result = step(*arguments)
    print(f"{time.monotonic() - start:5.1f} s   ", end="")
    return result


def run(source: str, build: Path, configuration: Configuration | None = None) -> dict[str, Any]:
    """The whole way from observations to a report; returns what evaluation.json holds.

    Without a configuration, it is the one of project.toml and schema.json.
    """
    configuration = configuration or read_project()
    raw, examples, model, evaluation = (build / name for name in ("raw", "examples", "model", "evaluation"))
    fetch(source, raw)
    use_local_spark()
    days = timed("preprocess", preprocess, raw, examples, "", configuration)
    print(", ".join(f"{count} days to {name}" for name, count in days.items()))
    for warning in read_facts(examples / "facts")["warnings"]:
        print(f"warning     {warning}")
    curve = timed("train", train, examples / "train", examples / "validation", model, configuration)
    trees = curve["rounds"]
    print(f"a line and {trees} trees" if trees else "a line; trees did not help", end="; ")
    print(curve["stopped"])
    result = timed("evaluate", evaluate, model, {name: examples / name for name in SETS}, evaluation, configuration)
    metric, better = result["metric"], result["difference"]["baseline"]
    own = result["candidate"][metric["name"]]["value"]
    print(f"{metric['name']} {own:.2f} {metric['unit']}, {better['value']:.1%} better than {better['name']}")
    print(f"gate        {result['verdict']}")
    print(f"report      {evaluation / 'report.html'}")
    return result


def kept_run(source: str, build: Path, configuration: Configuration | None = None) -> dict[str, Any]:
    """A run with its record, which `make compare` shows."""
    start = time.monotonic()
    result = run(source, build, configuration)
    keep(build, result, time.monotonic() - start)
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="", help="a .csv file, a folder or an S3 URI; the Seattle data if empty")
    parser.add_argument("--build", type=Path, default=Path("build"))
    arguments = parser.parse_args()
    os.environ.setdefault("SOURCE_COMMIT", commit())
    try:
        kept_run(arguments.data, arguments.build)
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
