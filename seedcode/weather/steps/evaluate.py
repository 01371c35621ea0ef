"""Measures the model on days it has never seen, against four forecasts that need none."""

import argparse
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import xgboost as xgb

from examples import features, matrix, read_examples
from features import MEASUREMENTS, MEMORY, NAMES
from line import TODAY, Line, fit
from report import write_report
from support.archive import digest, unpack
from support.gate import Rule, judge
from support.learning import learning_curve, threads
from support.outcome import read_facts, run_evaluation

MINIMUM_IMPROVEMENT = 0.02  # what the gate requires by default
SEASON = ("season_sin", "season_cos")


def simple_forecasts(known: pd.DataFrame, test: pd.DataFrame) -> dict[str, np.ndarray]:
    """The forecasts without this model: as today, as the last week, as usual, or by a line through today."""
    seen = features(test).to_numpy(dtype=float)
    return {
        "as today": test["temp_max"].to_numpy(),
        "as the last week": test["temp_max_mean_7"].to_numpy(),
        "as usual for the season": fit(known, SEASON).predict(seen, NAMES),
        "a line through today": fit(known, TODAY).predict(seen, NAMES),
    }


def rmse(prediction: np.ndarray, truth: np.ndarray) -> float:
    return float(np.sqrt(np.mean((prediction - truth) ** 2)))


def metrics(prediction: np.ndarray, truth: np.ndarray, simple: dict[str, np.ndarray]) -> dict[str, Any]:
    """In the layout that the model registry shows, with the improvement that the gate looks at."""
    error = rmse(prediction, truth)
    baselines = {name: rmse(forecast, truth) for name, forecast in simple.items()}
    return {
        "regression_metrics": {
            "rmse": {"value": error},
            "mae": {"value": float(np.mean(np.abs(prediction - truth)))},
            "r2": {"value": 1 - error**2 / float(truth.var())},
        },
        "baseline_rmse": baselines,
        "improvement": {
            "over_persistence": 1 - error / baselines["as today"],
            "over_best_baseline": 1 - error / min(baselines.values()),
        },
        "days": len(truth),
    }


def judged(result: dict[str, Any], minimum_improvement: float) -> dict[str, Any]:
    """The gate's verdict, from the numbers of `metrics`."""
    best = min(result["baseline_rmse"], key=result["baseline_rmse"].__getitem__)
    better = 100 * result["improvement"]["over_best_baseline"]
    rule = Rule("percent better than the best simple forecast", better, 100 * minimum_improvement)
    error, simple = result["regression_metrics"]["rmse"]["value"], result["baseline_rmse"][best]
    return judge([rule], f"RMSE {error:.3f} degrees against {simple:.3f} of the forecast {best} - lower is better")


def unbroken(table: pd.DataFrame, count: int) -> slice:
    """The rows of the newest so many days in a row."""
    days = pd.to_datetime(table["date"]).map(pd.Timestamp.toordinal).to_numpy()
    for end in range(len(days), count - 1, -1):
        if days[end - 1] - days[end - count] == count - 1:
            return slice(end - count, end)
    raise ValueError(f"the test set has no {count} days in a row: too few to ask an endpoint for a forecast")


def golden_requests(unseen: pd.DataFrame, prediction: np.ndarray) -> dict[str, Any]:
    """Days as they were measured, and their forecasts: an endpoint that serves this model has to give the same ones."""
    several, one = unbroken(unseen, MEMORY + 2), unbroken(unseen, MEMORY)
    measured = unseen[["date", *MEASUREMENTS]]
    table = measured.iloc[several].to_csv(index=False, header=False)
    named = json.dumps({"instances": measured.iloc[one].to_dict("records")})
    csv = {"name": "16 days as CSV", "content_type": "text/csv", "accept": "text/csv", "body": table}
    by_name = {
        "name": "14 days by name",
        "content_type": "application/json",
        "accept": "application/json",
        "body": named,
    }
    return {
        "requests": [
            request | {"predictions": [round(float(value), 3) for value in prediction[days][MEMORY - 1 :]]}
            for request, days in ((csv, several), (by_name, one))
        ]
    }


class Assessment(NamedTuple):
    """The metrics with the gate's verdict, and what they come from."""

    result: dict[str, Any]
    forecasts: pd.DataFrame
    learnt: pd.DataFrame
    unseen: pd.DataFrame


def assess(model: Path, examples: dict[str, Path], gate: float = MINIMUM_IMPROVEMENT) -> Assessment:
    """Measure and judge the model of a folder. `examples` are the folders train, validation, test and facts."""
    folder = unpack(model)
    unseen = read_examples(examples["test"])
    booster = xgb.Booster({"nthread": threads(len(unseen))}, model_file=folder / "model.ubj")
    line = Line(**json.loads(booster.attr("line") or ""))
    learnt = pd.concat([read_examples(examples[name]) for name in ("train", "validation")], ignore_index=True)
    prediction = booster.predict(matrix(unseen, line))
    simple = simple_forecasts(learnt, unseen)
    result = metrics(prediction, unseen["target"].to_numpy(), simple) | {"model_sha256": digest(model)}
    result |= judged(result, gate)
    result |= {"data": read_facts(examples["facts"]), "training": learning_curve(folder)["stopped"]}
    forecasts = pd.DataFrame({"date": unseen["date"], "actual": unseen["target"], "model": prediction, **simple})
    return Assessment(result, forecasts, learnt, unseen)


def evaluate(model: Path, examples: dict[str, Path], output: Path, gate: float = MINIMUM_IMPROVEMENT) -> dict[str, Any]:
    """Write evaluation.json, expected_answers.json, predictions.csv and report.html; return metrics and verdict.

    `examples` are the folders train, validation, test and facts.
    """
    result, forecasts, learnt, unseen = assess(model, examples, gate)
    output.mkdir(parents=True, exist_ok=True)
    forecasts.to_csv(output / "predictions.csv", index=False)
    write_report(output / "report.html", result, forecasts, unpack(model), {"learnt": learnt, "test": unseen})
    golden = golden_requests(unseen, forecasts["model"].to_numpy())
    (output / "expected_answers.json").write_text(json.dumps(golden, indent=2))
    (output / "evaluation.json").write_text(json.dumps(result, indent=2))
    return result


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("model", "train", "validation", "test", "facts"):
        parser.add_argument(f"--{name}", type=Path, default=Path("/opt/ml/processing/input") / name)
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output/evaluation"))
    parser.add_argument("--minimum_improvement", type=float, default=MINIMUM_IMPROVEMENT)
    given = parser.parse_args()
    folders = {name: getattr(given, name) for name in ("train", "validation", "test", "facts")}
    raise SystemExit(run_evaluation(lambda: evaluate(given.model, folders, given.output, given.minimum_improvement)))
