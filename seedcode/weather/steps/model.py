"""The model: a straight line, and XGBoost's trees on what it leaves over. Nothing else names the library."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import xgboost as xgb

from line import Line, fit_line
from support.learning import stopped, threads

FILE = "model.ubj"  # XGBoost's own binary JSON, which runs no code when it is loaded; the line is an attribute of it
ROUNDS, PATIENCE = 2000, 50
# The penalty is on the squared weights of the line's standardized columns: the larger, the nearer they are to 0. The
# others are the trees'.
USUAL = {
    "ridge_penalty": 30.0,
    "max_depth": 1,
    "learning_rate": 0.03,
    "subsample": 0.6,
    "colsample_bytree": 0.5,
    "min_child_weight": 10,
    "reg_lambda": 10,
}
# What can be chosen: https://xgboost.readthedocs.io/en/stable/parameter.html#parameters-for-tree-booster
NAMES = {*USUAL, "colsample_bylevel", "colsample_bynode", "gamma", "grow_policy", "max_leaves", "reg_alpha"}
# Where `make tune` looks: from, to, and on which scale.
SEARCHED = {
    "ridge_penalty": (1.0, 300.0, "log"),
    "max_depth": (1, 4, "whole"),
    "learning_rate": (0.01, 0.1, "log"),
    "min_child_weight": (1, 50, "log"),
    "subsample": (0.4, 1.0, "even"),
    "colsample_bytree": (0.2, 1.0, "even"),
    "reg_lambda": (1.0, 100.0, "log"),
}


class Model(NamedTuple):
    """A line, and trees on what it leaves over, if there are any."""

    booster: xgb.Booster
    line: Line


class Examples(NamedTuple):
    """`features`: float32 (n, m). `target`: float64 (n,). `line`: which columns the line looks at, by their place."""

    features: np.ndarray
    target: np.ndarray
    line: tuple[int, ...]


def fit(
    train: Examples, validation: Examples, classification: bool, chosen: Mapping[str, Any]
) -> tuple[Model, dict[str, Any]]:
    """The model, with trees up to the round where they helped most, and the error of both sets round by round."""
    refuse_labels(classification)
    line = fit_line(*train, chosen.get("ridge_penalty", USUAL["ridge_penalty"]))
    sets = [(matrix(train, line), "train"), (matrix(validation, line), "validation")]
    losses: dict[str, Any] = {}
    xgb.train(
        settings(len(train.target), chosen),
        sets[0][0],
        ROUNDS,
        evals=sets,
        early_stopping_rounds=PATIENCE,
        evals_result=losses,
        verbose_eval=False,
    )
    curve: dict[str, Any] = {name: result["rmse"] for name, result in losses.items()}
    alone = float(np.sqrt(np.mean((line.predict(validation.features) - validation.target) ** 2)))
    rounds = helpful(curve["validation"], alone)
    ended = stopped(len(curve["validation"]), ROUNDS)
    # Before all learning: the mean, where the curve starts with the line.
    start = float(np.sqrt(np.mean((train.target.mean() - validation.target) ** 2)))
    curve |= {"start": start, "line": alone, "loss": "root mean squared error", "stopped": ended, "rounds": rounds}
    return make_model(train, line, chosen, rounds), curve


def refit(examples: Examples, classification: bool, chosen: Mapping[str, Any], rounds: int) -> Model:
    """A model that learns from all these examples, with as many trees as `fit` found best."""
    refuse_labels(classification)
    line = fit_line(*examples, chosen.get("ridge_penalty", USUAL["ridge_penalty"]))
    return make_model(examples, line, chosen, rounds)


def refuse_labels(classification: bool) -> None:
    if classification:
        raise ValueError("this model forecasts values, not labels")


def make_model(examples: Examples, line: Line, chosen: Mapping[str, Any], rounds: int) -> Model:
    return Model(xgb.train(settings(len(examples.target), chosen), matrix(examples, line), rounds), line)


def helpful(errors: list[float], alone: float) -> int:
    """How many trees to keep: those up to the lowest error, or none if the line's alone is as low."""
    best = int(np.argmin(errors))
    return best + 1 if errors[best] < alone else 0


def settings(rows: int, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """XGBoost's parameters. It would ignore a name that it does not know."""
    for name in chosen:
        if name not in NAMES:
            raise ValueError(f"model setting `{name}` is unknown; there are {', '.join(sorted(NAMES))}")
    trees = {name: value for name, value in (USUAL | dict(chosen)).items() if name != "ridge_penalty"}
    fixed = {
        "objective": "reg:squarederror",
        "base_score": 0.0,  # the base margin of each example is where its prediction starts
        "seed": 7,
        "nthread": threads(rows),
    }
    return trees | fixed


def matrix(examples: Examples, line: Line) -> xgb.DMatrix:
    """The examples, with the line's prediction as base margin: trees learn only what it leaves over."""
    start = line.predict(examples.features)
    return xgb.DMatrix(examples.features, examples.target, base_margin=start, nthread=threads(len(start)))


def predict(model: Model, features: np.ndarray) -> np.ndarray:
    """A value for each row."""
    start = model.line.predict(features)
    found = model.booster.inplace_predict(features, base_margin=start, validate_features=False)
    return np.asarray(found, dtype=np.float64)


def contributions(model: Model, features: np.ndarray) -> np.ndarray | None:
    """(n, m + 1): what each feature adds through line and trees (TreeSHAP); the last column is the base."""
    parts = model.line.contributions(features)
    if model.booster.num_boosted_rounds():
        parts += model.booster.predict(xgb.DMatrix(features, nthread=threads(len(features))), pred_contribs=True)
    return parts


def save(model: Model, folder: Path) -> None:
    model.booster.set_attr(line=json.dumps(model.line._asdict()))
    model.booster.save_model(folder / FILE)


def load(folder: Path) -> Model:
    # A request has few rows, and workers share the processors.
    booster = xgb.Booster({"nthread": 1}, model_file=folder / FILE)
    return Model(booster, Line(**json.loads(booster.attr("line") or "")))
