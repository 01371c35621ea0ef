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

from evaluate import evaluate
from preprocess import preprocess
from project.configuration import FROM_SCHEMA, read_project
from project.data import emptied, fetch
from project.generated import GENERATED
from project.runs import commit
from project.tracking import keep
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
    """The whole way from raw tables to a report; returns the metrics."""
    raw, examples, model, evaluation = (build / name for name in ("raw", "examples", "model", "evaluation"))
    configuration = configuration or read_project()
    fetch(source, raw)
    if any((raw / name).exists() for name in (GENERATED, FROM_SCHEMA)):
        print("no DATA given: this is a generated table, its numbers say nothing")
    rows = timed("preprocess", preprocess, raw, examples, "", configuration)
    print(", ".join(f"{count} rows to {name}" for name, count in rows.items()))
    for warning in read_facts(examples / "facts")["warnings"]:
        print(f"warning     {warning}")
    sets = [examples / name for name in ("train", "validation", "encoding")]
    curve = timed("train", train, *sets, emptied(model), configuration)
    print(f"{curve['rounds']} rounds, {curve['stopped']}")
    folders = {name: examples / name for name in ("train", "test", "facts")}
    result = timed("evaluate", evaluate, model, folders, evaluation, configuration)
    metric, better = result["metric"], result["difference"]["baseline"]
    own = result["candidate"][metric["name"]]["value"]
    unit = f" {metric['unit']}" if metric["unit"] else ""
    word = "better" if better["value"] >= 0 else "worse"
    print(f"{metric['name']} {own:.4g}{unit}, {abs(better['value']):.1%} {word} than {better['name']}")
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
    parser.add_argument("--data", default="", help="a file, a folder or an S3 URI; the example data if empty")
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
