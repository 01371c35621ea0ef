"""Measures the model on animals it has never seen, against three guesses that need no such model."""

import argparse
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import xgboost as xgb

from examples import TARGET, matrix, measurements, read_examples
from measurements import NUMBERS, SEXES
from report import write_report
from support.archive import digest, unpack
from support.gate import Rule, judge
from support.learning import learning_curve, threads
from support.outcome import read_facts, run_evaluation

MINIMUM_IMPROVEMENT = 0.02  # what the gate requires by default
BY_SEX = "median of its sex"
BY_SHELL = "line through the weight of its shell"
BY_EVERYTHING = "line through everything measured"


def on_line(train: np.ndarray, rings: pd.Series, test: np.ndarray) -> np.ndarray:
    """The test table's columns, on the line of least squares through the train table's."""
    known, unseen = (np.column_stack([np.ones(len(table)), table]) for table in (train, test))
    return unseen @ np.linalg.lstsq(known, rings.to_numpy(), rcond=None)[0]


def simple_guesses(train: pd.DataFrame, test: pd.DataFrame) -> dict[str, np.ndarray]:
    """What a person would say with a list, with scales, and with a spreadsheet."""
    rings = train.loc[:, TARGET]
    shells = [table[["shell_weight"]].to_numpy() for table in (train, test)]
    # One sex is left out, because all of them add up to the constant.
    everything = [
        np.column_stack([table[list(NUMBERS)], *(table["sex"] == sex for sex in SEXES[1:])]) for table in (train, test)
    ]
    return {
        BY_SEX: test["sex"].map(rings.groupby(train["sex"]).median()).fillna(rings.median()).to_numpy(),
        BY_SHELL: on_line(shells[0], rings, shells[1]),
        BY_EVERYTHING: on_line(everything[0], rings, everything[1]),
    }


def rmse(prediction: np.ndarray, truth: np.ndarray) -> float:
    return float(np.sqrt(np.mean((prediction - truth) ** 2)))


def metrics(prediction: np.ndarray, truth: np.ndarray, simple: dict[str, np.ndarray]) -> dict[str, Any]:
    """In the layout that the model registry shows, with the improvement that the gate looks at."""
    error = rmse(prediction, truth)
    baselines = {name: rmse(guess, truth) for name, guess in simple.items()}
    return {
        "regression_metrics": {
            "rmse": {"value": error},
            "mae": {"value": float(np.mean(np.abs(prediction - truth)))},
            "r2": {"value": 1 - error**2 / float(truth.var())},
        },
        "baseline_rmse": baselines,
        "improvement": {
            "over_shell_weight": 1 - error / baselines[BY_SHELL],
            "over_best_baseline": 1 - error / min(baselines.values()),
        },
        "animals": len(truth),
    }


def judged(result: dict[str, Any], minimum_improvement: float) -> dict[str, Any]:
    """The gate's verdict, from the numbers of `metrics`."""
    best = min(result["baseline_rmse"], key=result["baseline_rmse"].__getitem__)
    rule = Rule(
        "percent better than the best simple guess",
        100 * result["improvement"]["over_best_baseline"],
        100 * minimum_improvement,
    )
    error, simple = result["regression_metrics"]["rmse"]["value"], result["baseline_rmse"][best]
    return judge([rule], f"RMSE {error:.3f} rings against {simple:.3f} of the {best} - lower is better")


def golden_requests(unseen: pd.DataFrame, prediction: np.ndarray) -> dict[str, Any]:
    """A few requests with their answers: an endpoint that serves this model has to give the same ones."""
    animals = [0, len(unseen) // 2, len(unseen) - 1]
    rows = measurements(unseen).iloc[animals]
    answers = [round(float(value), 3) for value in prediction[animals]]
    named = json.dumps({"instances": rows.to_dict("records")})
    csv = {"name": "three animals as CSV", "content_type": "text/csv", "accept": "text/csv"}
    by_name = {"name": "three animals by name", "content_type": "application/json", "accept": "application/json"}
    return {
        "requests": [
            csv | {"body": rows.to_csv(index=False, header=False), "predictions": answers},
            by_name | {"body": named, "predictions": answers},
        ]
    }


class Assessment(NamedTuple):
    """The metrics with the gate's verdict, and what they come from: every guess, and the sets train and test."""

    result: dict[str, Any]
    guesses: pd.DataFrame
    sets: dict[str, pd.DataFrame]


def assess(model: Path, examples: dict[str, Path], gate: float = MINIMUM_IMPROVEMENT) -> Assessment:
    """Measure and judge the model of a folder. `examples` are the folders train, test and facts."""
    folder = unpack(model)
    sets = {name: read_examples(examples[name]) for name in ("train", "test")}
    known, unseen = sets["train"], sets["test"]
    booster = xgb.Booster({"nthread": threads(len(unseen))}, model_file=folder / "model.ubj")
    prediction = booster.predict(matrix(unseen))
    simple = simple_guesses(known, unseen)
    result = metrics(prediction, unseen[TARGET].to_numpy(), simple) | {"model_sha256": digest(model)}
    result["training"] = learning_curve(folder)["stopped"]
    result |= judged(result, gate) | {"data": read_facts(examples["facts"])}
    guesses = measurements(unseen).assign(actual=unseen[TARGET], model=prediction, **simple)
    return Assessment(result, guesses, sets)


def evaluate(model: Path, examples: dict[str, Path], output: Path, gate: float = MINIMUM_IMPROVEMENT) -> dict[str, Any]:
    """Write evaluation.json, expected_answers.json, predictions.csv and report.html; return metrics and verdict.

    `examples` are the folders train, test and facts.
    """
    result, guesses, sets = assess(model, examples, gate)
    output.mkdir(parents=True, exist_ok=True)
    guesses.to_csv(output / "predictions.csv", index=False)
    write_report(output / "report.html", result, guesses, unpack(model), sets)
    golden = golden_requests(sets["test"], guesses["model"].to_numpy())
    (output / "expected_answers.json").write_text(json.dumps(golden, indent=2))
    (output / "evaluation.json").write_text(json.dumps(result, indent=2))
    return result


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("model", "train", "test", "facts"):
        parser.add_argument(f"--{name}", type=Path, default=Path("/opt/ml/processing/input") / name)
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output/evaluation"))
    parser.add_argument("--minimum_improvement", type=float, default=MINIMUM_IMPROVEMENT)
    given = parser.parse_args()
    folders = {name: getattr(given, name) for name in ("train", "test", "facts")}
    raise SystemExit(run_evaluation(lambda: evaluate(given.model, folders, given.output, given.minimum_improvement)))
