"""Assessments made by hand: of a classification whose probabilities are true, and of a regression."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from support.assessment import Assessment
from support.comparison import Answers, Contest, Production, compare
from support.configuration import Configuration, from_document
from support.profile import profile

ROWS = 1200
CARD = {"name": "A card", "owner": "the team", "intended_use": "tests", "not_for": "anything else"}


def configured(kind: str) -> Configuration:
    columns: list[dict[str, Any]] = [
        {"name": "age", "kind": "number", "unit": "years"},
        {"name": "work", "kind": "category", "slice": True},
        {"name": "sex", "kind": "category", "protected": True},
        {"name": "size", "kind": "number", "slice": True},
    ]
    task: dict[str, Any] = {"target": "answer", "kind": kind}
    if kind == "classification":
        task["positive"] = "yes"
        columns.append({"name": "answer", "kind": "category", "values": ["no", "yes"]})
    else:
        task["unit"] = "rings"
        columns.append({"name": "answer", "kind": "number"})
    metric = {"name": "auc" if kind == "classification" else "rmse"}
    costs = {"false_positive": 1, "false_negative": 4}
    document = {"task": task, "metric": metric, "costs": costs, "card": CARD, "columns": columns}
    return from_document(document | {"model": {"max_depth": 3}})


def people(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "age": random.integers(18, 80, ROWS).astype(float),
            "work": np.where(random.random(ROWS) < 0.97, "office", "sea"),
            "sex": np.where(random.random(ROWS) < 0.5, "f", "m"),
            "size": random.random(ROWS),
        }
    )


def assessed(kind: str, truth: np.ndarray, prediction: np.ndarray, rows: pd.DataFrame) -> Assessment:
    configuration = configured(kind)
    simple = {"the commoner answer": Answers(np.full(len(truth), truth.mean()))}
    result = compare(configuration, Contest(truth, Answers(prediction, 0.2), simple))
    result |= {"training": "stopped after round 3", "model_sha256": "ab" * 32, "warnings": []}
    result |= {"data": {"digest": "cd" * 32, "rows": 4 * ROWS, "warnings": []}}
    result |= {"made": {"commit": "0f3c9a1", "when": "2026-11-22 02:00 UTC"}}
    added = pd.DataFrame({"age": (rows["age"] - 49) / 20, "work": 0.0, "size": rows["size"] - 0.5})
    table = rows.assign(answer=truth)
    curve = {"train": [0.7, 0.5, 0.4], "validation": [0.7, 0.52, 0.42], "loss": "log loss", "rounds": 3}
    baselines = {name: answers.prediction for name, answers in simple.items()}
    return Assessment(
        configuration,
        result,
        rows,
        truth,
        prediction,
        None,
        baselines,
        added,
        profile(table, configuration),
        None,
        curve,
    )


@pytest.fixture(scope="session")
def classified() -> Assessment:
    random = np.random.default_rng(1)
    rows = people(random)
    probability = 1 / (1 + np.exp(-(rows["age"] - 49).to_numpy() / 8))
    return assessed("classification", (random.random(ROWS) < probability).astype(float), probability, rows)


@pytest.fixture(scope="session")
def regressed() -> Assessment:
    random = np.random.default_rng(2)
    rows = people(random)
    prediction = 5 + 10 * rows["size"].to_numpy()
    return assessed("regression", prediction + random.normal(0, 1, ROWS), prediction, rows)


@pytest.fixture(scope="session")
def against_production(classified: Assessment) -> Assessment:
    """The classification beside a version in production that guesses."""
    other = np.random.default_rng(3).random(ROWS)
    simple = {name: Answers(given) for name, given in classified.baselines.items()}
    production = Production("7", "production", Answers(other, 0.5))
    contest = Contest(classified.truth, Answers(classified.prediction, 0.2), simple, production)
    found = compare(classified.configuration, contest)
    return replace(classified, result=classified.result | found, champion=other)
