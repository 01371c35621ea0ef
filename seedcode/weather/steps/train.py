"""Trains the model and saves it, with the code that serves it, in the model folder."""

import argparse
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import xgboost as xgb

from examples import features, matrix, read_examples
from features import NAMES
from learning import stopped, threads
from line import CAUTION, COLUMNS, Line
from line import fit as fit_line
from outcome import explain

MODEL_FILE = "model.ubj"
SERVED_WITH = ("inference.py", "features.py", "line.py")
ROUNDS, PATIENCE = 2000, 50
TREES_MUST_EARN = 0.02  # less than this share of the line's error on the validation set is luck on a year of days


def fit(train: pd.DataFrame, validation: pd.DataFrame, max_depth: int, eta: float) -> tuple[xgb.Booster, dict]:
    """A line, with trees on what it leaves over if they earn it; and the error of both sets round by round."""
    settings = {
        "objective": "reg:squarederror",
        "max_depth": max_depth,
        "eta": eta,
        "subsample": 0.6,
        "colsample_bytree": 0.5,
        "min_child_weight": 10,
        "reg_lambda": 10,
        "base_score": 0.0,  # the base margin of each example is where its prediction starts
        "seed": 7,
        "nthread": threads(len(train)),
    }
    line = fit_line(train, COLUMNS, CAUTION)
    curve: dict = {}
    sets = [(matrix(train, line), "train"), (matrix(validation, line), "validation")]
    xgb.train(
        settings, sets[0][0], ROUNDS, evals=sets, early_stopping_rounds=PATIENCE, evals_result=curve, verbose_eval=False
    )
    errors = {name: result["rmse"] for name, result in curve.items()} | {"line": error_of(line, validation)}
    errors["stopped"] = stopped(len(errors["validation"]), ROUNDS)
    both = pd.concat([train, validation], ignore_index=True)
    line = fit_line(both, COLUMNS, CAUTION)
    model = xgb.train(settings, matrix(both, line), worthwhile(errors["validation"], errors["line"]))
    model.set_attr(line=json.dumps(line._asdict()))
    return model, errors


def error_of(line: Line, table: pd.DataFrame) -> float:
    """RMSE of the line alone."""
    off = line.predict(features(table).to_numpy(dtype=float), NAMES) - table["target"].to_numpy(dtype=float)
    return float(np.sqrt(np.mean(off**2)))


def worthwhile(errors: list[float], alone: float) -> int:
    """How many trees to keep: those up to the lowest error, or none if that is hardly below the line's alone."""
    best = int(np.argmin(errors))
    return best + 1 if errors[best] <= alone * (1 - TREES_MUST_EARN) else 0


def train(train: Path, validation: Path, model: Path, max_depth: int = 1, eta: float = 0.03) -> int:
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
    parser.add_argument("--train", type=Path, default=os.environ.get("SM_CHANNEL_TRAIN"))
    parser.add_argument("--validation", type=Path, default=os.environ.get("SM_CHANNEL_VALIDATION"))
    parser.add_argument("--model", type=Path, default=os.environ.get("SM_MODEL_DIR"))
    parser.add_argument("--max_depth", type=int, default=1)
    parser.add_argument("--eta", type=float, default=0.03)
    try:
        print(train(**vars(parser.parse_args())), "trees")
    except ValueError as error:
        explain(error)
        raise SystemExit(1) from None
