"""Measures the model on people it has never seen, against the answer that is right most often."""

import argparse
import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score

from encoding import Encoding
from examples import PROTECTED, matrix, read_examples
from report import write_report
from support.archive import digest, unpack
from support.gate import Rule, judge
from support.learning import learning_curve, threads
from support.outcome import read_facts, run_evaluation

THRESHOLD = 0.5
FEWER_ERRORS, MINIMUM_AUC = 0.2, 0.8  # what the gate requires by default


def metrics(probability: np.ndarray, truth: pd.Series) -> dict[str, Any]:
    """In the layout that the model registry shows, with the numbers that the gate looks at."""
    right = (probability >= THRESHOLD) == truth.to_numpy()
    accuracy = float(right.mean())
    majority = float(max(truth.mean(), 1 - truth.mean()))
    if majority == 1:
        raise ValueError("column `income` is the same in the whole test set: nothing can be measured on it")
    return {
        "binary_classification_metrics": {
            "accuracy": {"value": accuracy},
            "auc": {"value": float(roc_auc_score(truth, probability))},
        },
        "majority_accuracy": majority,
        # 0: as many errors as always giving the commoner answer. 1: no errors.
        "fewer_errors": 1 - (1 - accuracy) / (1 - majority),
        "people": len(truth),
    }


def judged(result: dict[str, Any], fewer_errors: float, minimum_auc: float) -> dict[str, Any]:
    """The gate's verdict, from the numbers of `metrics`."""
    quality = {name: metric["value"] for name, metric in result["binary_classification_metrics"].items()}
    rules = [
        Rule("percent of errors avoided", 100 * result["fewer_errors"], 100 * fewer_errors),
        Rule("AUC", quality["auc"], minimum_auc, digits=3),
    ]
    simple = f"{100 * result['majority_accuracy']:.1f} of the commoner answer"
    measured = f"accuracy {100 * quality['accuracy']:.1f} percent against {simple} - higher is better"
    return judge(rules, measured)


def fairness(people: pd.DataFrame) -> pd.DataFrame:
    """For each group: how many there are, how often the model says yes, how often it is right, and what it misses."""
    rows = []
    for column in PROTECTED:
        for group, members in people.groupby(column):
            rich, chosen = members.loc[:, "actual"] == 1, members.loc[:, "probability"] >= THRESHOLD
            rows.append(
                {
                    "group": f"{column}: {group}",
                    "people": len(members),
                    "actually above 50K": rich.mean(),
                    "predicted above 50K": chosen.mean(),
                    "accuracy": (rich == chosen).mean(),
                    "found of those above": chosen[rich].mean() if rich.any() else np.nan,
                    "wrongly among those below": chosen[~rich].mean() if (~rich).any() else np.nan,
                }
            )
    return pd.DataFrame(rows)


def golden_requests(folder: Path, booster: xgb.Booster) -> dict[str, Any]:
    """A few requests with their answers: an endpoint that serves this model has to give the same ones."""
    encoding = Encoding.load(folder)
    text = (folder / "sample.csv").read_text()
    people = [dict(zip(encoding.columns, row, strict=True)) for row in csv.reader(text.splitlines())]
    table = np.array([encoding.encode(person) for person in people], dtype=np.float32)
    answers = [round(float(value), 4) for value in booster.inplace_predict(table, validate_features=False)]
    rows = {"name": "people as CSV", "content_type": "text/csv", "accept": "text/csv", "body": text}
    kind = "application/json"
    by_name = {
        "name": "people by name",
        "content_type": kind,
        "accept": kind,
        "body": json.dumps({"instances": people}),
    }
    return {"requests": [{**request, "predictions": answers} for request in (rows, by_name)]}


def assess(
    model: Path, test: Path, facts: Path, gate: dict[str, Any] | None = None
) -> tuple[dict[str, Any], pd.DataFrame]:
    """Measure and judge the model of a folder: the metrics with the gate's verdict, and the people of the test set."""
    folder = unpack(model)
    unseen = read_examples(test)
    booster = xgb.Booster({"nthread": threads(len(unseen))}, model_file=folder / "model.ubj")
    probability = booster.predict(matrix(unseen))
    result = metrics(probability, unseen.loc[:, "income"]) | {"model_sha256": digest(model)}
    result |= judged(result, **{"fewer_errors": FEWER_ERRORS, "minimum_auc": MINIMUM_AUC} | (gate or {}))
    result |= {"data": read_facts(facts), "training": learning_curve(folder)["stopped"]}
    shown = unseen[[*PROTECTED, *Encoding.load(folder).numbers]]
    return result, shown.assign(actual=unseen["income"], probability=probability)


def evaluate(model: Path, test: Path, facts: Path, output: Path, gate: dict[str, Any] | None = None) -> dict[str, Any]:
    """Write evaluation.json, expected_answers.json, fairness.csv and report.html; return metrics and verdict."""
    result, people = assess(model, test, facts, gate)
    folder, groups = unpack(model), fairness(people)
    output.mkdir(parents=True, exist_ok=True)
    groups.to_csv(output / "fairness.csv", index=False)
    write_report(output / "report.html", result, people, folder, groups)
    golden = golden_requests(folder, xgb.Booster(model_file=folder / "model.ubj"))
    (output / "expected_answers.json").write_text(json.dumps(golden, indent=2))
    (output / "evaluation.json").write_text(json.dumps(result, indent=2))
    return result


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("model", "test", "facts"):
        parser.add_argument(f"--{name}", type=Path, default=Path("/opt/ml/processing/input") / name)
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output/evaluation"))
    parser.add_argument("--fewer_errors", type=float, default=FEWER_ERRORS)
    parser.add_argument("--minimum_auc", type=float, default=MINIMUM_AUC)
    given = vars(parser.parse_args())
    required = {name: given.pop(name) for name in ("fewer_errors", "minimum_auc")}
    raise SystemExit(run_evaluation(lambda: evaluate(**given, gate=required)))
