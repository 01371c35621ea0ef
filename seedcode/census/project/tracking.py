"""Logs a local run to MLflow, if MLFLOW_TRACKING_URI is set: a server, a database, or the ARN of an MLflow app.

It is logged by a process of its own, which is ended after DEADLINE seconds: by itself MLflow tries again for minutes
when nobody answers, and a run is worth more than its entry.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from project.runs import Run, parsed, run_of, save

ROOT = Path(__file__).parents[1]
URI = "MLFLOW_TRACKING_URI"
DEADLINE = 30.0
LOGGED = ("report.html", "evaluation.json")
# https://mlflow.org/docs/latest/api_reference/python_api/mlflow.environment_variables.html: seconds for one request,
# and how often it is made again; and nothing about this machine goes to MLflow's makers.
PATIENCE = {
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "5",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "0",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "GIT_PYTHON_REFRESH": "quiet",
}
SHOWN = 160  # characters of an error
LONGEST = 500  # what a parameter may hold on every kind of server


def keep(build: Path, result: Mapping[str, Any], seconds: float) -> None:
    """Keep the record of a run, and log it if there is a server for that."""
    record = save(run_of(build, result, seconds), build / "runs")
    if line := track(record, [build / "evaluation" / name for name in LOGGED]):
        print(f"tracking    {line}")


def track(
    record: Path, files: list[Path], environment: Mapping[str, str] = os.environ, deadline: float = DEADLINE
) -> str:
    """Whether the run is logged, in one line, or nothing if no server is set."""
    if not environment.get(URI):
        return ""
    where = shown(environment[URI])
    command = [sys.executable, "-m", "project.tracking", *(str(file.resolve()) for file in (record, *files))]
    options = {"cwd": ROOT, "env": {**PATIENCE, **environment}, "capture_output": True, "text": True}
    try:
        ended = subprocess.run(command, **options, timeout=deadline, check=False)
    except subprocess.TimeoutExpired:
        return f"{where} did not answer within {deadline:.0f} s: the run is not logged"
    if ended.returncode:
        return f"{where}: the run is not logged, {reason(ended.stderr)}"
    return f"logged to {where} as run {ended.stdout.split()[-1]}"


def shown(text: str) -> str:
    """An address, or a sentence with one, without a password."""
    return re.sub(r"://[^/@\s]*@", "://", text)


def reason(output: str) -> str:
    """The last line of a traceback, which is the error, without its class and at a length that fits a line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return re.sub(r"^[\w.]+: ", "", shown(lines[-1]))[:SHOWN] if lines else "for no given reason"


def figures(run: Run) -> dict[str, float]:
    """Every metric, and the ends of its interval under names of their own."""
    return {
        name if key == "value" else f"{name}_{key}": value
        for name, measured in run.metrics.items()
        for key, value in measured.items()
    }


def log(record: Path, files: list[Path], environment: Mapping[str, str] = os.environ) -> str:
    """Log the run of a record; returns MLflow's identifier of it."""
    import mlflow

    run = parsed(json.loads(record.read_text(encoding="utf-8")))
    mlflow.set_experiment(environment.get("MLFLOW_EXPERIMENT_NAME") or ROOT.name)
    tags = {"commit": run.commit, "code": run.code, "data": run.data, "verdict": run.verdict, "model": run.model}
    with mlflow.start_run(run_name=record.stem, tags=tags | {"passed": str(run.passed).lower()}) as started:
        parameters: dict[str, Any] = {name: str(value)[:LONGEST] for name, value in run.settings.items()}
        mlflow.log_params({**parameters, "data": run.data, "rows": run.rows, "commit": run.commit})
        mlflow.log_metrics({**figures(run), "passed": float(run.passed), "seconds": run.seconds})
        for file in files:
            mlflow.log_artifact(str(file))
    return started.info.run_id


if __name__ == "__main__":
    try:
        print(log(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]))
    except ModuleNotFoundError as error:
        raise SystemExit(f"{error.name} is not installed: make setup-tracking") from None
