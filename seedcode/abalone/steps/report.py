"""Writes report.html: one self-contained page with the metrics and the pictures that a reviewer wants."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xgboost as xgb
from matplotlib.figure import Figure

from support.learning import learning_curve
from support.page import BLUE, GREY, ORANGE, comparison, pair, picture, plot_learning, provenance, table, write_page

AGES = {"to 6": 0, "7-8": 6, "9-10": 8, "11-12": 10, "13-15": 12, "16+": 15}
SHOWN = ("rings", "length", "whole_weight", "shell_weight")


def against_counted(guesses: pd.DataFrame) -> Figure:
    """Left: predicted against counted. Right: how far off it is for animals of each age."""
    figure, left, right = pair(4)
    left.scatter(guesses["actual"], guesses["model"], s=10, color=BLUE, alpha=0.35, linewidths=0)
    low, high = guesses["actual"].min(), guesses["actual"].max()
    left.plot([low, high], [low, high], color="black", lw=0.8)
    left.set(title="Predicted and counted", xlabel="counted, rings", ylabel="predicted, rings")
    age = pd.cut(guesses["actual"], [*AGES.values(), np.inf], labels=list(AGES))
    error = (
        (guesses["actual"] - guesses["model"]).groupby(age, observed=False).agg(["mean", lambda off: off.abs().mean()])
    )
    places = np.arange(len(error))
    right.bar(places, error.iloc[:, 1], color=BLUE, label="off by")
    right.plot(places, error["mean"], color=ORANGE, marker="o", label="too low by")
    right.axhline(0, color="black", lw=0.8)
    right.set_xticks(places, list(AGES))
    right.set(title="Error by age", xlabel="counted, rings", ylabel="rings, on average")
    right.legend(frameon=False)
    return figure


def errors(guesses: pd.DataFrame, simple: str) -> Figure:
    """Left: the spread of errors beside the best simple guess. Right: do they depend on the prediction?"""
    figure, left, right = pair(3.4)
    residual = guesses["actual"] - guesses["model"]
    plain = guesses["actual"] - guesses[simple]
    left.hist([residual, plain], bins=25, color=[BLUE, GREY], label=["model", "best simple guess"])
    left.set(title="Errors", xlabel="counted - predicted, rings", ylabel="animals")
    left.legend(frameon=False, loc="upper right")
    right.scatter(guesses["model"], residual, s=8, color=BLUE, alpha=0.35, linewidths=0)
    right.axhline(0, color="black", lw=0.8)
    right.set(title="Residuals", xlabel="predicted, rings", ylabel="counted - predicted, rings")
    return figure


def learning(model: Path) -> Figure:
    """Left: error by boosting round. Right: what the model looks at."""
    figure, left, right = pair(4)
    booster = xgb.Booster(model_file=model / "model.ubj")
    plot_learning(left, learning_curve(model), "RMSE, rings", booster.num_boosted_rounds())
    gain = pd.Series(booster.get_score(importance_type="total_gain"), dtype=float).sort_values().tail(12)
    right.barh(list(gain.index), gain / (gain.sum() or 1), color=BLUE)
    right.set(title="Importance of features", xlabel="share of gain")
    return figure


def data_table(tables: dict[str, pd.DataFrame]) -> str:
    """How many animals of each sex a set has, and how its main columns are spread."""
    head = ["set", "animals", "female", "male", "infant", *(column.replace("_", " ") for column in SHOWN)]
    rows = []
    for name, animals in tables.items():
        sexes = [f"{(animals['sex'] == sex).mean():.0%}" for sex in ("F", "M", "I")]
        spread = [f"{animals[column].mean():.2f} ± {animals[column].std():.2f}" for column in SHOWN]
        rows.append([name, f"{len(animals):,}", *sexes, *spread])
    return table(head, rows)


def write_report(
    file: Path, result: dict[str, Any], guesses: pd.DataFrame, model: Path, tables: dict[str, pd.DataFrame]
) -> None:
    """Write the page."""
    quality = result["regression_metrics"]
    gain = result["improvement"]
    best = min(result["baseline_rmse"], key=result["baseline_rmse"].__getitem__)
    summary = (
        f"Off by {quality['mae']['value']:.2f} rings on average (RMSE {quality['rmse']['value']:.2f} rings) over "
        f"{result['animals']:,} animals never seen in training. {gain['over_best_baseline']:.1%} better than the best "
        f"simple guess ({best}), {gain['over_shell_weight']:.1%} better than the weight of the shell alone."
    )
    figures = [picture(figure) for figure in (against_counted(guesses), errors(guesses, best), learning(model))]
    units = "<p>Lengths in 200 mm, weights in 200 g.</p>"
    data = ["<h2>Data</h2>", provenance(result), units, data_table(tables)]
    write_page(file, "Abalone model", summary, [comparison(result, "guess", "rings"), *figures, *data])
