"""Writes report.html: one self-contained page with the metrics and the pictures that a reviewer wants."""

import html
import io
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import xgboost as xgb
from matplotlib.figure import Figure

from learning import learning_curve
from provenance import provenance

mpl.rcParams.update(
    {
        "svg.hashsalt": "report",  # the same model gives the same page, byte for byte
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlelocation": "left",
        "font.size": 10,
        "figure.constrained_layout.use": True,
    }
)

BLUE, GREY, ORANGE = "#1f6feb", "#8c959f", "#d4731c"
AGES = {"to 6": 0, "7-8": 6, "9-10": 8, "11-12": 10, "13-15": 12, "16+": 15}
SHOWN = ("rings", "length", "whole_weight", "shell_weight")
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2328; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0 } td, th { padding: .3rem .9rem; border-bottom: 1px solid #d1d9e0 }
td { text-align: right } th { text-align: left; font-weight: 600 } svg { width: 100%; height: auto }
.big { font-size: 1.3rem }
"""


def picture(figure: Figure) -> str:
    """The figure as an SVG element of a page."""
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue().partition("<!DOCTYPE")[2].partition(">")[2]


def against_counted(guesses: pd.DataFrame) -> Figure:
    """Left: predicted against counted. Right: how far off it is for animals of each age."""
    figure = Figure(figsize=(10, 4))
    left, right = figure.subplots(1, 2)
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
    figure = Figure(figsize=(10, 3.4))
    left, right = figure.subplots(1, 2)
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
    figure = Figure(figsize=(10, 4))
    left, right = figure.subplots(1, 2)
    curve = learning_curve(model)
    for name, color in (("train", GREY), ("validation", BLUE)):
        left.plot(curve[name], color=color, label=name)
    booster = xgb.Booster(model_file=model / "model.ubj")
    left.axvline(booster.num_boosted_rounds() - 1, color=ORANGE, lw=1, label="kept")
    left.set(title="Learning curve", xlabel="round", ylabel="RMSE, rings")
    left.legend(frameon=False)
    gain = pd.Series(booster.get_score(importance_type="total_gain"), dtype=float).sort_values().tail(12)
    right.barh(list(gain.index), gain / (gain.sum() or 1), color=BLUE)
    right.set(title="Importance of features", xlabel="share of gain")
    return figure


def metrics_table(result: dict) -> str:
    """Errors of the model and of the guesses it has to beat."""
    model = result["regression_metrics"]["rmse"]["value"]
    rows = [("model", model), *result["baseline_rmse"].items()]
    gains = ["", *(f"{1 - model / value:.1%}" for _, value in rows[1:])]
    cells = "".join(
        f"<tr><th>{html.escape(name)}</th><td>{value:.2f}</td><td>{gain}</td></tr>"
        for (name, value), gain in zip(rows, gains, strict=True)
    )
    return f"<table><tr><th>guess</th><th>RMSE, rings</th><th>model is better by</th></tr>{cells}</table>"


def data_table(tables: dict[str, pd.DataFrame]) -> str:
    """How many animals of each sex a set has, and how its main columns are spread."""
    rows = ""
    for name, table in tables.items():
        sexes = "".join(f"<td>{(table['sex'] == sex).mean():.0%}</td>" for sex in ("F", "M", "I"))
        spread = "".join(f"<td>{table[column].mean():.2f} ± {table[column].std():.2f}</td>" for column in SHOWN)
        rows += f"<tr><th>{html.escape(name)}</th><td>{len(table):,}</td>{sexes}{spread}</tr>"
    names = ["set", "animals", "female", "male", "infant", *(column.replace("_", " ") for column in SHOWN)]
    return f"<table><tr>{''.join(f'<th>{name}</th>' for name in names)}</tr>{rows}</table>"


def write_report(file: Path, result: dict, guesses: pd.DataFrame, model: Path, tables: dict[str, pd.DataFrame]) -> None:
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
    file.write_text(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Abalone model</title><style>{STYLE}</style>"
        f"<h1>Abalone model</h1><p class=big>{summary}</p>{metrics_table(result)}{''.join(figures)}"
        f"<h2>Data</h2>{provenance(result)}<p>Lengths in 200 mm, weights in 200 g.</p>{data_table(tables)}</html>",
        encoding="utf-8",
    )
