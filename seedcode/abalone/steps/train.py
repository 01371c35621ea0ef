"""Trains the model and saves it, with the code that serves it, in the model folder."""

import argparse
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import xgboost as xgb

from examples import matrix, read_examples
from support.learning import stopped, threads
from support.outcome import explain

MODEL_FILE = "model.ubj"
SERVED_WITH = ("inference.py", "measurements.py")
ROUNDS, PATIENCE = 2000, 50


def fit(
    train: pd.DataFrame, validation: pd.DataFrame, max_depth: int, eta: float
) -> tuple[xgb.Booster, dict[str, Any]]:
    """The booster, cut where the validation error was lowest; the error of both sets by round, and why it ended."""
    settings = {
        "objective": "reg:squarederror",
        "max_depth": max_depth,
        "eta": eta,
        "subsample": 0.7,
        "colsample_bytree": 0.5,
        "min_child_weight": 10,
        "seed": 7,
        "nthread": threads(len(train)),
    }
    sets = [(matrix(train), "train"), (matrix(validation), "validation")]
    curve: dict[str, Any] = {}
    booster = xgb.train(
        settings, sets[0][0], ROUNDS, evals=sets, early_stopping_rounds=PATIENCE, evals_result=curve, verbose_eval=False
    )
    best = booster[: booster.best_iteration + 1]
    best.feature_names = list(sets[0][0].feature_names or [])
    errors = {name: result["rmse"] for name, result in curve.items()}
    return best, {**errors, "stopped": stopped(len(errors["validation"]), ROUNDS)}


def train(train: Path, validation: Path, model: Path, max_depth: int = 4, eta: float = 0.03) -> int:
    """Save the model in XGBoost's own binary JSON, which runs no code when it is loaded; return the number of trees."""
    booster, curve = fit(read_examples(train), read_examples(validation), max_depth, eta)
    (model / "code").mkdir(parents=True, exist_ok=True)
    booster.save_model(model / MODEL_FILE)
    (model / "learning_curve.json").write_text(json.dumps(curve))
    for name in SERVED_WITH:
        shutil.copyfile(Path(__file__).with_name(name), model / "code" / name)
    return booster.num_boosted_rounds()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name, variable in (("train", "CHANNEL_TRAIN"), ("validation", "CHANNEL_VALIDATION"), ("model", "MODEL_DIR")):
        given = os.environ.get(f"SM_{variable}")
        parser.add_argument(f"--{name}", type=Path, default=given, required=given is None)
    parser.add_argument("--max_depth", type=int, default=4)
    parser.add_argument("--eta", type=float, default=0.03)
    try:
        print(train(**vars(parser.parse_args())), "trees")
    except ValueError as error:
        explain(error)
        raise SystemExit(1) from None
