"""Writes report.html: one self-contained page with the metrics and the pictures that a reviewer wants."""

import html
import io
import json
from pathlib import Path

import matplotlib as mpl
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


def over_time(forecasts: pd.DataFrame) -> Figure:
    figure = Figure(figsize=(10, 3.4))
    axes = figure.subplots()
    days = pd.to_datetime(forecasts["date"])
    axes.plot(days, forecasts["as today"], color=GREY, lw=0.8, label="as today")
    axes.plot(days, forecasts["actual"], color="black", lw=1.2, label="actual")
    axes.plot(days, forecasts["model"], color=BLUE, lw=1.4, label="model")
    axes.set(title="Mean daily maximum of the next three days", ylabel="°C")
    axes.legend(frameon=False, ncols=3)
    return figure


def errors(forecasts: pd.DataFrame) -> Figure:
    """Left: the spread of errors beside persistence. Right: do they depend on the prediction?"""
    figure = Figure(figsize=(10, 3.2))
    left, right = figure.subplots(1, 2)
    residual = forecasts["actual"] - forecasts["model"]
    plain = forecasts["actual"] - forecasts["as today"]
    left.hist([residual, plain], bins=25, color=[BLUE, GREY], label=["model", "as today"])
    left.set(title="Errors", xlabel="actual - forecast, °C", ylabel="days")
    left.legend(frameon=False)
    right.scatter(forecasts["model"], residual, s=8, color=BLUE, alpha=0.6)
    right.axhline(0, color="black", lw=0.8)
    right.set(title="Residuals", xlabel="predicted, °C", ylabel="actual - predicted, °C")
    return figure


def learning(model: Path, learnt: pd.DataFrame) -> Figure:
    """Left: what trees add to the line, round by round. Right: what the line looks at."""
    figure = Figure(figsize=(10, 4))
    left, right = figure.subplots(1, 2)
    curve = learning_curve(model)
    for name, color in (("train", GREY), ("validation", BLUE)):
        left.plot(curve[name], color=color, label=name)
    left.axhline(curve["line"], color="black", lw=0.8, label="validation, the line alone")
    booster = xgb.Booster(model_file=model / "model.ubj")
    kept = booster.num_boosted_rounds()
    if kept:
        left.axvline(kept - 1, color=ORANGE, lw=1, label="kept")
    left.set(title=f"Trees on top of the line: {kept or 'none'} kept", xlabel="round", ylabel="RMSE, °C")
    left.legend(frameon=False)
    line = json.loads(booster.attr("line") or "")
    weight = pd.Series(line["weights"], line["columns"]) * learnt[line["columns"]].std()
    weight = weight.sort_values(key=abs)
    right.barh(list(weight.index), weight, color=BLUE)
    right.set(title="The line", xlabel="°C for one standard deviation more")
    return figure


def metrics_table(result: dict) -> str:
    """Errors of the model and of the forecasts it has to beat."""
    model = result["regression_metrics"]["rmse"]["value"]
    rows = [("model", model), *result["baseline_rmse"].items()]
    gains = ["", *(f"{1 - model / value:.1%}" for _, value in rows[1:])]
    cells = "".join(
        f"<tr><th>{html.escape(name)}</th><td>{value:.2f}</td><td>{gain}</td></tr>"
        for (name, value), gain in zip(rows, gains, strict=True)
    )
    return f"<table><tr><th>forecast</th><th>RMSE, °C</th><th>model is better by</th></tr>{cells}</table>"


def data_table(tables: dict[str, pd.DataFrame]) -> str:
    """How many days each set has, from when to when, and how its main columns are spread."""
    rows = "".join(
        f"<tr><th>{html.escape(name)}</th><td>{len(table)}</td><td>{table['date'].min()} to {table['date'].max()}</td>"
        f"<td>{table['target'].mean():.1f} ± {table['target'].std():.1f}</td>"
        f"<td>{table['precipitation'].mean():.1f}</td><td>{table['wind'].mean():.1f}</td></tr>"
        for name, table in tables.items()
    )
    head = "<th>set</th><th>days</th><th>dates</th><th>target, °C</th><th>rain, mm a day</th><th>wind, m/s</th>"
    return f"<table><tr>{head}</tr>{rows}</table>"


def write_report(
    file: Path, result: dict, forecasts: pd.DataFrame, model: Path, tables: dict[str, pd.DataFrame]
) -> None:
    """Write the page."""
    quality = result["regression_metrics"]
    gain = result["improvement"]
    summary = (
        f"Off by {quality['mae']['value']:.2f} °C on average (RMSE {quality['rmse']['value']:.2f} °C) "
        f"over {result['days']} days never seen in training. {gain['over_persistence']:.1%} better than persistence, "
        f"{gain['over_best_baseline']:.1%} better than the best simple forecast."
    )
    figures = [
        picture(figure) for figure in (over_time(forecasts), errors(forecasts), learning(model, tables["learnt"]))
    ]
    file.write_text(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Weather model</title><style>{STYLE}</style>"
        f"<h1>Weather model</h1><p class=big>{summary}</p>{metrics_table(result)}{''.join(figures)}"
        f"<h2>Data</h2>{provenance(result)}{data_table(tables)}</html>",
        encoding="utf-8",
    )
