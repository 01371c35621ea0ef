"""A model to monitor: rows as they were when it was approved, its answers, and what is captured of them now."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pandas as pd

from baseline import Baseline, read_baseline

COLUMNS = [
    {"name": "age", "kind": "number", "requested": True, "protected": False},
    {"name": "hours", "kind": "number", "requested": True, "protected": False},
    {"name": "gain", "kind": "number", "requested": True, "protected": False},
    {"name": "job", "kind": "category", "requested": True, "protected": False},
    {"name": "sex", "kind": "category", "requested": False, "protected": True},
]
NAMES = [column["name"] for column in COLUMNS if column["requested"]]
METRIC = {"name": "auc", "value": 0.86, "direction": "higher"}


def people(random: np.random.Generator, rows: int) -> pd.DataFrame:
    """Rows of one population. Some ages are not known, and most gain nothing."""
    age = random.normal(40, 12, rows)
    age[random.random(rows) < 0.05] = np.nan
    return pd.DataFrame(
        {
            "age": age,
            "hours": random.gamma(8, 5, rows),
            "gain": np.where(random.random(rows) < 0.9, 0.0, random.integers(1, 9999, rows)),
            "job": random.choice(["clerk", "sales", "farm", "craft"], rows, p=[0.5, 0.3, 0.15, 0.05]),
            "sex": random.choice(["Female", "Male"], rows),
        }
    )


def answered(table: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """With the answer of the model, and what turned out to be true."""
    score = (table["age"].fillna(40) - 40) / 12 + (table["hours"] - 40) / 14 + (table["sex"] == "Male") * 0.3
    probability = 1 / (1 + np.exp(-2 * score.to_numpy()))
    truth = (random.random(len(table)) < probability).astype(float)
    return table.assign(prediction=probability, truth=truth)


def write_baseline(folder: Path, rows: int = 5000, seed: int = 1) -> Baseline:
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    answered(people(random, rows), random).to_csv(folder / "reference.csv", index=False)
    document = {"columns": COLUMNS, "metric": METRIC, "threshold": 0.5, "positive": "yes", "model": {"version": 3}}
    (folder / "baseline.json").write_text(json.dumps(document))
    return read_baseline(folder)


def lines(table: pd.DataFrame) -> list[str]:
    """Each row as a request that the endpoint has captured: SageMaker AI Developer Guide, "Data capture"."""
    return [line(place, [row[name] for name in NAMES], row["prediction"]) for place, row in table.iterrows()]


def line(place: object, values: list[object], prediction: float) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(["" if pd.isna(value) else value for value in values])
    content = {"observedContentType": "text/csv", "encoding": "CSV"}
    sides = {
        "endpointInput": {**content, "mode": "INPUT", "data": text.getvalue()},
        "endpointOutput": {**content, "mode": "OUTPUT", "data": f"{prediction:.6g},yes\n"},
    }
    event = {"eventId": f"event-{place}", "inferenceId": f"id-{place}", "inferenceTime": "2026-03-02T10:00:00Z"}
    return json.dumps({"captureData": sides, "eventMetadata": event, "eventVersion": "0"})


def write_captured(folder: Path, table: pd.DataFrame) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "00-00-captured.jsonl").write_text("\n".join(lines(table)) + "\n")


def write_labels(folder: Path, table: pd.DataFrame) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    labels = pd.DataFrame({"inference_id": [f"id-{place}" for place in table.index], "sex": table["sex"]})
    labels["label"] = np.where(table["truth"] == 1, "yes", "no")
    labels.to_csv(folder / "labels.csv", index=False)
