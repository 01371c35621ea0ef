"""Writes report.html: one self-contained page with the metrics and the pictures that a reviewer wants."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import xgboost as xgb
from matplotlib.figure import Figure

from support.learning import learning_curve
from support.page import BLUE, GREY, comparison, pair, picture, plot_learning, provenance, table, write_page


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
    figure, left, right = pair(3.2)
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
    figure, left, right = pair(4)
    curve = learning_curve(model)
    booster = xgb.Booster(model_file=model / "model.ubj")
    kept = booster.num_boosted_rounds()
    left.axhline(curve["line"], color="black", lw=0.8, label="validation, the line alone")
    plot_learning(left, curve, "RMSE, °C", kept)
    left.set_title(f"Trees on top of the line: {kept or 'none'} kept")
    line = json.loads(booster.attr("line") or "")
    weight = pd.Series(line["weights"], line["columns"]) * learnt[line["columns"]].std()
    weight = weight.sort_values(key=abs)
    right.barh(list(weight.index), weight, color=BLUE)
    right.set(title="The line", xlabel="°C for one standard deviation more")
    return figure


def data_table(tables: dict[str, pd.DataFrame]) -> str:
    """How many days each set has, from when to when, and how its main columns are spread."""
    head = ["set", "days", "dates", "target, °C", "rain, mm a day", "wind, m/s"]
    rows = [
        [
            name,
            str(len(days)),
            f"{days['date'].min()} to {days['date'].max()}",
            f"{days['target'].mean():.1f} ± {days['target'].std():.1f}",
            f"{days['precipitation'].mean():.1f}",
            f"{days['wind'].mean():.1f}",
        ]
        for name, days in tables.items()
    ]
    return table(head, rows)


def write_report(
    file: Path, result: dict[str, Any], forecasts: pd.DataFrame, model: Path, tables: dict[str, pd.DataFrame]
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
    parts = [comparison(result, "forecast", "°C"), *figures, "<h2>Data</h2>", provenance(result), data_table(tables)]
    write_page(file, "Weather model", summary, parts)
