"""Trains the model and saves it, with the code that serves it, in the model folder."""

import argparse
import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xgboost as xgb

from examples import features, matrix, read_examples
from features import NAMES
from line import COLUMNS, RIDGE_PENALTY, Line
from line import fit as fit_line
from support.learning import stopped, threads
from support.outcome import explain

MODEL_FILE = "model.ubj"
SERVED_WITH = ("inference.py", "features.py", "line.py")
ROUNDS, PATIENCE = 2000, 50
USUAL = {"max_depth": 1, "eta": 0.03, "ridge_penalty": RIDGE_PENALTY}


def fit(
    train: pd.DataFrame, validation: pd.DataFrame, ridge_penalty: float, chosen: dict[str, float]
) -> tuple[xgb.Booster, dict[str, Any]]:
    """A line, with trees on what it leaves over if they help; and the error of both sets round by round.

    `chosen` are the depth and learning rate of the trees.
    """
    settings = {
        "objective": "reg:squarederror",
        **chosen,
        "subsample": 0.6,
        "colsample_bytree": 0.5,
        "min_child_weight": 10,
        "reg_lambda": 10,
        "base_score": 0.0,  # the base margin of each example is where its prediction starts
        "seed": 7,
        "nthread": threads(len(train)),
    }
    line = fit_line(train, COLUMNS, ridge_penalty)
    curve: dict[str, Any] = {}
    sets = [(matrix(train, line), "train"), (matrix(validation, line), "validation")]
    xgb.train(
        settings, sets[0][0], ROUNDS, evals=sets, early_stopping_rounds=PATIENCE, evals_result=curve, verbose_eval=False
    )
    errors: dict[str, Any] = {name: result["rmse"] for name, result in curve.items()}
    errors["line"] = error_of(line, validation)
    errors["stopped"] = stopped(len(errors["validation"]), ROUNDS)
    both = pd.concat([train, validation], ignore_index=True)
    line = fit_line(both, COLUMNS, ridge_penalty)
    model = xgb.train(settings, matrix(both, line), helpful(errors["validation"], errors["line"]))
    model.set_attr(line=json.dumps(line._asdict()))
    return model, errors


def error_of(line: Line, table: pd.DataFrame) -> float:
    """RMSE of the line alone."""
    off = line.predict(features(table).to_numpy(dtype=float), NAMES) - table["target"].to_numpy(dtype=float)
    return float(np.sqrt(np.mean(off**2)))


def helpful(errors: list[float], alone: float) -> int:
    """How many trees to keep: those up to the lowest error, or none if the line's alone is as low."""
    best = int(np.argmin(errors))
    return best + 1 if errors[best] < alone else 0


def train(train: Path, validation: Path, model: Path, **chosen: float) -> int:
    """Save the model in XGBoost's own binary JSON, which runs no code when it is loaded; return the number of trees.

    `chosen` are other settings than the usual ones.
    """
    settings = USUAL | chosen
    ridge_penalty = settings.pop("ridge_penalty")
    booster, curve = fit(read_examples(train), read_examples(validation), ridge_penalty, settings)
    (model / "code").mkdir(parents=True, exist_ok=True)
    booster.save_model(model / MODEL_FILE)
    (model / "learning_curve.json").write_text(json.dumps(curve))
    for name in SERVED_WITH:
        shutil.copyfile(Path(__file__).with_name(name), model / "code" / name)
    return booster.num_boosted_rounds()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, default=os.environ.get("SM_CHANNEL_TRAIN"))
    parser.add_argument("--validation", type=Path, default=os.environ.get("SM_CHANNEL_VALIDATION"))
    parser.add_argument("--model", type=Path, default=os.environ.get("SM_MODEL_DIR"))
    for name, value in USUAL.items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    try:
        print(train(**vars(parser.parse_args())), "trees")
    except ValueError as error:
        explain(error)
        raise SystemExit(1) from None
