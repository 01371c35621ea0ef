"""Keeps a small record of every local run in build/runs, so that `make compare` can show what a change was worth."""

import hashlib
import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from project.code_bundle import STEPS, CodeBundle
from steps.support.data_digest import SHOWN

KEPT = 100  # records; the oldest go first
UNKNOWN = "none"


@dataclass(frozen=True)
class Run:
    """What a run was given and what it reached.

    `metric` is what counts: its name and its direction, `higher` or `lower`. `metrics` are values by name, with `low`
    and `high` where there is an interval. `settings` is the configuration as flat names: `model.max_depth`.
    """

    time: str
    commit: str
    code: str
    data: str
    rows: int
    settings: dict[str, Any]
    metric: dict[str, str]
    metrics: dict[str, dict[str, float]]
    passed: bool
    verdict: str
    seconds: float
    model: str

    @property
    def file(self) -> str:
        return f"{self.time.replace(':', '').replace('-', '')}-{self.model[:8]}.json"


def run_of(build: Path, result: Mapping[str, Any], seconds: float) -> Run:
    """The record of the run that was just done in this folder, from the result of its evaluation."""
    return Run(
        time=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        commit=commit(),
        code=code_digest(),
        data=result["data"]["digest"],
        rows=result["data"]["rows"],
        settings=settings_of(build / "model"),
        metric=metric_of(result),
        metrics=metrics_of(result),
        passed=bool(result["passed"]),
        verdict=result["verdict"],
        seconds=round(seconds, 1),
        model=result["model_sha256"],
    )


def metrics_of(result: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """The candidate's figures, or without intervals those in the layout of the model registry."""
    if "candidate" in result:
        return {name: dict(figure) for name, figure in result["candidate"].items()}
    registry = next(figures for name, figures in result.items() if name.endswith("_metrics"))
    return {name: {"value": figure["value"]} for name, figure in registry.items()}


def metric_of(result: Mapping[str, Any]) -> dict[str, str]:
    usual = {"name": "rmse", "direction": "lower"}
    if "binary_classification_metrics" in result:
        usual = {"name": "auc", "direction": "higher"}
    return {name: result.get("metric", usual)[name] for name in usual}


def settings_of(model: Path) -> dict[str, Any]:
    """The configuration that train saved with the model."""
    file = model / "configuration.json"
    return flat(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def flat(document: Mapping[str, Any], start: str = "") -> dict[str, Any]:
    """Nested tables as dotted names. A list of tables, as the columns are, becomes a digest."""
    found: dict[str, Any] = {}
    for name, value in document.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{start}{name}.")
        elif isinstance(value, list):
            found[f"{start}{name}"] = hashlib.sha256(json.dumps(value).encode()).hexdigest()[:SHOWN]
        else:
            found[f"{start}{name}"] = value
    return found


def code_digest(folder: Path = STEPS) -> str:
    """Of the steps alone: what they are configured with is among the settings."""
    return CodeBundle(
        {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*.py"))}
    ).digest


def commit(environment: Mapping[str, str] = os.environ) -> str:
    """The commit of the code, with a plus if files were changed since."""
    if given := environment.get("SOURCE_COMMIT"):
        return given
    git = ["git", "-C", str(STEPS.parent)]
    try:
        last = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
        changed = subprocess.run([*git, "status", "--porcelain", "."], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return UNKNOWN
    return last.stdout.strip() + ("+" if changed.stdout else "")


def save(run: Run, folder: Path, kept: int = KEPT) -> Path:
    """Write the record, and take away the oldest ones if there are too many."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / run.file
    file.write_text(json.dumps(asdict(run), indent=2), encoding="utf-8")
    for old in sorted(folder.glob("*.json"))[:-kept]:
        old.unlink()
    return file


def parsed(document: Mapping[str, Any]) -> Run:
    """The run of a record; raises one of several errors if it is none."""
    run = Run(**document)
    figures = {name: {key: float(number) for key, number in figure.items()} for name, figure in run.metrics.items()}
    if run.metric["direction"] not in ("higher", "lower"):
        raise ValueError(run.metric["direction"])
    datetime.fromisoformat(run.time)
    return replace(
        run, metrics={run.metric["name"]: figures[run.metric["name"]], **figures}, settings=flat(run.settings)
    )


def read(folder: Path) -> tuple[list[Run], list[str]]:
    """The runs, oldest first, and a sentence about each file that is none."""
    runs, problems = [], []
    for file in sorted(folder.glob("*.json")):
        try:
            runs.append(parsed(json.loads(file.read_text(encoding="utf-8"))))
        except (ValueError, TypeError, KeyError, AttributeError):
            problems.append(f"{file}: is not the record of a run, left out")
    return runs, problems
