"""Writes report.html: one self-contained page with the metrics and the pictures that a reviewer wants."""

import html
import io
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import xgboost as xgb
from matplotlib.figure import Figure
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_curve

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


def decisions(people: pd.DataFrame) -> Figure:
    """Left: can it tell people apart? Right: does 70 % mean 70 %?"""
    figure = Figure(figsize=(10, 4))
    left, right = figure.subplots(1, 2)
    false, true, _ = roc_curve(people["actual"], people["probability"])
    left.plot(false, true, color=BLUE, label="model")
    left.plot([0, 1], [0, 1], color=GREY, lw=1, label="no idea")
    left.set(title="ROC", xlabel="wrongly among those below 50K", ylabel="found of those above 50K")
    left.legend(frameon=False)
    actual, said = calibration_curve(people["actual"], people["probability"], n_bins=8, strategy="quantile")
    right.plot(said, actual, color=BLUE, marker="o", label="model")
    right.plot([0, 1], [0, 1], color=GREY, lw=1, label="perfect")
    right.set(title="Calibration", xlabel="predicted probability", ylabel="share actually above 50K")
    right.legend(frameon=False)
    return figure


def learning(model: Path) -> Figure:
    """Left: loss by boosting round. Right: what the model looks at."""
    figure = Figure(figsize=(10, 4))
    left, right = figure.subplots(1, 2)
    curve = learning_curve(model)
    for name, color in (("train", GREY), ("validation", BLUE)):
        left.plot(curve[name], color=color, label=name)
    booster = xgb.Booster(model_file=model / "model.ubj")
    left.axvline(booster.num_boosted_rounds() - 1, color=ORANGE, lw=1, label="kept")
    left.set(title="Learning curve", xlabel="round", ylabel="log loss")
    left.legend(frameon=False)
    gain = pd.Series(booster.get_score(importance_type="total_gain"), dtype=float).sort_values().tail(12)
    right.barh(list(gain.index), gain / (gain.sum() or 1), color=BLUE)
    right.set(title="Importance of features", xlabel="share of gain")
    return figure


def table(rows: pd.DataFrame) -> str:
    """The rows as an HTML table: shares in percent, counts as they are."""

    def cell(value: object) -> str:
        if isinstance(value, float):
            return "<td>-</td>" if np.isnan(value) else f"<td>{value:.1%}</td>"
        return f"<td>{value:,}</td>" if isinstance(value, (int, np.integer)) else f"<th>{html.escape(str(value))}</th>"

    head = "".join(f"<th>{html.escape(str(name))}</th>" for name in rows.columns)
    body = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows.itertuples(index=False))
    return f"<table><tr>{head}</tr>{body}</table>"


def summary_of(people: pd.DataFrame) -> str:
    """The numbers that describe the people of the test set, from low to high."""
    described = people.drop(columns=["actual", "probability"]).describe().loc[["min", "25%", "50%", "75%", "max"]]
    rows = described.T.map("{:g}".format).rename_axis("column").reset_index()
    return table(rows.rename(columns={"25%": "lower quarter", "50%": "middle", "75%": "upper quarter"}))


def write_report(file: Path, result: dict, people: pd.DataFrame, model: Path, groups: pd.DataFrame) -> None:
    """Write the page."""
    quality = {name: metric["value"] for name, metric in result["binary_classification_metrics"].items()}
    summary = (
        f"Right for {quality['accuracy']:.1%} of {result['people']:,} people never seen in training, where always "
        f"giving the commoner answer is right for {result['majority_accuracy']:.1%}: "
        f"{result['fewer_errors']:.1%} fewer errors. AUC {quality['auc']:.3f}."
    )
    figures = [picture(figure) for figure in (decisions(people), learning(model))]
    note = "Race and sex are not given to the model, but other columns can stand for them: its decisions by group."
    file.write_text(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Census model</title><style>{STYLE}</style>"
        f"<h1>Census model</h1><p class=big>{summary}</p>{''.join(figures)}"
        f"<h2>Fairness</h2><p>{note}</p>{table(groups)}"
        f"<h2>Data</h2>{provenance(result)}{summary_of(people)}</html>",
        encoding="utf-8",
    )
