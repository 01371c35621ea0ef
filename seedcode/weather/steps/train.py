"""Trains the model and saves it, with the code that serves it, in the model folder."""

import argparse
import json
import os
import shutil
from pathlib import Path

import pandas as pd
import xgboost as xgb

from examples import matrix, read_examples
from learning import stopped, threads
from outcome import explain

MODEL_FILE = "model.ubj"
ROUNDS, PATIENCE = 2000, 50


def fit(train: pd.DataFrame, validation: pd.DataFrame, max_depth: int, eta: float) -> tuple[xgb.Booster, dict]:
    """The booster, cut where the validation error was lowest, and the error of both sets round by round."""
    settings = {
        "objective": "reg:squarederror",
        "max_depth": max_depth,
        "eta": eta,
        "subsample": 0.7,
        "colsample_bytree": 0.5,
        "min_child_weight": 10,
        "base_score": 0.0,  # the base margin of each example is where its prediction starts
        "seed": 7,
        "nthread": threads(len(train)),
    }
    sets = [(matrix(train), "train"), (matrix(validation), "validation")]
    curve: dict = {}
    booster = xgb.train(
        settings, sets[0][0], ROUNDS, evals=sets, early_stopping_rounds=PATIENCE, evals_result=curve, verbose_eval=False
    )
    best = booster[: booster.best_iteration + 1]
    best.feature_names = list(sets[0][0].feature_names or [])
    errors = {name: result["rmse"] for name, result in curve.items()}
    return best, {**errors, "stopped": stopped(len(errors["validation"]), ROUNDS)}


def train(train: Path, validation: Path, model: Path, max_depth: int = 3, eta: float = 0.03) -> int:
    """Save the model in XGBoost's own binary JSON, which runs no code when it is loaded; return the number of trees."""
    booster, curve = fit(read_examples(train), read_examples(validation), max_depth, eta)
    (model / "code").mkdir(parents=True, exist_ok=True)
    booster.save_model(model / MODEL_FILE)
    (model / "learning_curve.json").write_text(json.dumps(curve))
    shutil.copyfile(Path(__file__).with_name("inference.py"), model / "code" / "inference.py")
    return booster.num_boosted_rounds()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, default=os.environ.get("SM_CHANNEL_TRAIN"))
    parser.add_argument("--validation", type=Path, default=os.environ.get("SM_CHANNEL_VALIDATION"))
    parser.add_argument("--model", type=Path, default=os.environ.get("SM_MODEL_DIR"))
    parser.add_argument("--max_depth", type=int, default=3)
    parser.add_argument("--eta", type=float, default=0.03)
    try:
        print(train(**vars(parser.parse_args())), "trees")
    except ValueError as error:
        explain(error)
        raise SystemExit(1) from None
