"""Trains the model and saves it, with its encoding and the code that serves it, in the model folder."""

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

ROUNDS, PATIENCE = 1000, 30
SERVED_WITH = ("inference.py", "encoding.py")
USUAL = {"max_depth": 4, "eta": 0.1}


def fit(train: pd.DataFrame, validation: pd.DataFrame, chosen: dict[str, float]) -> tuple[xgb.Booster, dict[str, Any]]:
    """The booster, cut where the validation loss was lowest; the loss of both sets round by round, and why it ended."""
    if train.loc[:, "income"].nunique() == 1:
        raise ValueError("column `income` is the same in the whole training set: there is nothing to learn")
    settings = {
        "objective": "binary:logistic",
        **USUAL,
        "subsample": 0.8,
        "colsample_bytree": 0.8,
        "seed": 7,
        "nthread": threads(len(train)),
        **chosen,
    }
    sets = [(matrix(train), "train"), (matrix(validation), "validation")]
    curve: dict[str, Any] = {}
    booster = xgb.train(
        settings, sets[0][0], ROUNDS, evals=sets, early_stopping_rounds=PATIENCE, evals_result=curve, verbose_eval=False
    )
    best = booster[: booster.best_iteration + 1]
    best.feature_names = list(sets[0][0].feature_names or [])
    losses = {name: result["logloss"] for name, result in curve.items()}
    return best, {**losses, "stopped": stopped(len(losses["validation"]), ROUNDS)}


def train(train: Path, validation: Path, encoding: Path, model: Path, **chosen: float) -> int:
    """Save the model in XGBoost's own binary JSON, which runs no code when it is loaded; return the number of trees.

    `chosen` are other settings than the usual ones.
    """
    booster, curve = fit(read_examples(train), read_examples(validation), chosen)
    (model / "code").mkdir(parents=True, exist_ok=True)
    booster.save_model(model / "model.ubj")
    (model / "learning_curve.json").write_text(json.dumps(curve))
    for name in ("encoding.json", "sample.csv"):
        shutil.copyfile(encoding / name, model / name)
    for name in SERVED_WITH:
        shutil.copyfile(Path(__file__).with_name(name), model / "code" / name)
    return booster.num_boosted_rounds()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("train", "validation", "encoding"):
        parser.add_argument(f"--{name}", type=Path, default=os.environ.get(f"SM_CHANNEL_{name.upper()}"))
    parser.add_argument("--model", type=Path, default=os.environ.get("SM_MODEL_DIR"))
    for name, value in USUAL.items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    try:
        print(train(**vars(parser.parse_args())), "trees")
    except ValueError as error:
        explain(error)
        raise SystemExit(1) from None
