"""The model: gradient boosting with XGBoost. Nothing else names the library; the README replaces it with two others."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import xgboost as xgb

from support.learning import stopped, threads

FILE = "model.ubj"  # XGBoost's own binary JSON, which runs no code when it is loaded
ROUNDS, PATIENCE = 2000, 50
SCALE = "scale"  # the attribute of a model whose target was divided before it learnt
SPREAD = 10  # to which power of two: XGBoost compares losses by the five decimals that it prints
# Settings that are in the unit of the target, to which power.
IN_UNITS = {"gamma": 2, "reg_alpha": 1, "max_delta_step": 1}
USUAL = {"max_depth": 4, "learning_rate": 0.1, "subsample": 0.8, "colsample_bytree": 0.8}
# What can be chosen: https://xgboost.readthedocs.io/en/stable/parameter.html#parameters-for-tree-booster
NAMES = {
    *USUAL,
    "colsample_bylevel",
    "colsample_bynode",
    "gamma",
    "grow_policy",
    "max_bin",
    "max_delta_step",
    "max_leaves",
    "min_child_weight",
    "num_parallel_tree",
    "reg_alpha",
    "reg_lambda",
    "scale_pos_weight",
}
# Where `make tune` looks: from, to, and on which scale.
SEARCHED = {
    "max_depth": (2, 8, "whole"),
    "learning_rate": (0.02, 0.2, "log"),
    "min_child_weight": (1, 30, "log"),
    "subsample": (0.5, 1.0, "even"),
    "colsample_bytree": (0.3, 1.0, "even"),
    "reg_lambda": (0.1, 10.0, "log"),
}
Model = xgb.Booster


class Examples(NamedTuple):
    """`features`: float32 (n, m), NaN where a number is missing. `target`: float64 (n,), a value, or 0 and 1."""

    features: np.ndarray
    target: np.ndarray


def fit(
    train: Examples, validation: Examples, classification: bool, chosen: Mapping[str, Any]
) -> tuple[Model, dict[str, Any]]:
    """The model, cut where the validation loss was lowest, and the loss of both sets round by round."""
    unit = 1.0 if classification else unit_of(train.target)
    sets = [(matrix(train, unit), "train"), (matrix(validation, unit), "validation")]
    losses: dict[str, Any] = {}
    booster = xgb.train(
        settings(len(train.target), classification, chosen, unit),
        sets[0][0],
        ROUNDS,
        evals=sets,
        early_stopping_rounds=PATIENCE,
        evals_result=losses,
        verbose_eval=False,
    )
    rounds = booster.best_iteration + 1
    curve = {name: [loss * unit for loss in next(iter(result.values()))] for name, result in losses.items()}
    ended = stopped(len(curve["validation"]), ROUNDS)
    loss = "log loss" if classification else "root mean squared error"
    return in_unit(booster[:rounds], unit), {**curve, "loss": loss, "stopped": ended, "rounds": rounds}


def refit(examples: Examples, classification: bool, chosen: Mapping[str, Any], rounds: int) -> Model:
    """A model that learns from all these examples, with as many rounds as `fit` found best."""
    unit = 1.0 if classification else unit_of(examples.target)
    chosen = settings(len(examples.target), classification, chosen, unit)
    return in_unit(xgb.train(chosen, matrix(examples, unit), rounds), unit)


def unit_of(target: np.ndarray) -> float:
    """What the target is divided by, so that it varies by about a thousand: a power of two, which rounds nothing."""
    spread = float(np.std(target))
    return 2.0 ** (round(np.log2(spread)) - SPREAD) if np.isfinite(spread) and spread > 0 else 1.0


def in_unit(model: Model, unit: float) -> Model:
    """The model, which knows in which unit it answers."""
    if unit != 1:
        model.set_attr(**{SCALE: repr(unit)})
    return model


def scale(model: Model) -> float:
    return float(model.attr(SCALE) or 1)


def settings(rows: int, classification: bool, chosen: Mapping[str, Any], unit: float = 1.0) -> dict[str, Any]:
    """XGBoost's parameters. It would ignore a name that it does not know."""
    for name in chosen:
        if name not in NAMES:
            raise ValueError(f"model setting `{name}` is unknown; there are {', '.join(sorted(NAMES))}")
    fixed = {
        "objective": "binary:logistic" if classification else "reg:squarederror",
        "eval_metric": "logloss" if classification else "rmse",
        "seed": 7,
        "nthread": threads(rows),
    }
    scaled = {name: chosen[name] / unit**power for name, power in IN_UNITS.items() if name in chosen}
    return {**USUAL, **chosen, **scaled, **fixed}


def matrix(examples: Examples, unit: float = 1.0) -> xgb.DMatrix:
    return xgb.DMatrix(examples.features, examples.target / unit, nthread=threads(len(examples.target)))


def predict(model: Model, features: np.ndarray) -> np.ndarray:
    """A value for each row, or the probability of the positive label."""
    return np.asarray(model.inplace_predict(features, validate_features=False), dtype=np.float64) * scale(model)


def contributions(model: Model, features: np.ndarray) -> np.ndarray | None:
    """TreeSHAP (n, m + 1): what each feature adds to a prediction; the last column is the base.

    A row adds up to the predicted value, or to the log-odds of the positive label.
    """
    count = threads(len(features))
    model.set_param({"nthread": count})
    table = xgb.DMatrix(features, nthread=count)
    return np.asarray(model.predict(table, pred_contribs=True), dtype=np.float64) * scale(model)


def save(model: Model, folder: Path) -> None:
    model.save_model(folder / FILE)


def load(folder: Path) -> Model:
    # A request has few rows, and workers share the processors.
    return xgb.Booster({"nthread": 1}, model_file=folder / FILE)
