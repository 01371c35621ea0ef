"""Writes report.html: one self-contained page with the metrics and the pictures that a reviewer wants."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xgboost as xgb
from matplotlib.figure import Figure
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_curve

from support.learning import learning_curve
from support.page import BLUE, GREY, pair, picture, plot_learning, provenance, table, write_page


def decisions(people: pd.DataFrame) -> Figure:
    """Left: can it tell people apart? Right: does 70 % mean 70 %?"""
    figure, left, right = pair(4)
    false, true, _ = roc_curve(people["actual"], people["probability"])
    left.plot(false, true, color=BLUE, label="model")
    left.plot([0, 1], [0, 1], color=GREY, lw=1, label="no idea")
    left.set(title="ROC", xlabel="wrongly among those below 50K", ylabel="found of those above 50K")
    left.legend(frameon=False)
    actual, predicted = calibration_curve(people["actual"], people["probability"], n_bins=8, strategy="quantile")
    right.plot(predicted, actual, color=BLUE, marker="o", label="model")
    right.plot([0, 1], [0, 1], color=GREY, lw=1, label="perfect")
    right.set(title="Calibration", xlabel="predicted probability", ylabel="share actually above 50K")
    right.legend(frameon=False)
    return figure


def learning(model: Path) -> Figure:
    """Left: loss by boosting round. Right: what the model looks at."""
    figure, left, right = pair(4)
    booster = xgb.Booster(model_file=model / "model.ubj")
    plot_learning(left, learning_curve(model), "log loss", booster.num_boosted_rounds())
    gain = pd.Series(booster.get_score(importance_type="total_gain"), dtype=float).sort_values().tail(12)
    right.barh(list(gain.index), gain / (gain.sum() or 1), color=BLUE)
    right.set(title="Importance of features", xlabel="share of gain")
    return figure


def text(value: object) -> str:
    """Shares in percent, counts as they are."""
    if isinstance(value, float):
        return "-" if np.isnan(value) else f"{value:.1%}"
    return f"{value:,}" if isinstance(value, (int, np.integer)) else str(value)


def table_of(rows: pd.DataFrame) -> str:
    return table(map(str, rows.columns), [map(text, row) for row in rows.itertuples(index=False)])


def summary_of(people: pd.DataFrame) -> str:
    """The numbers that describe the people of the test set, from low to high."""
    described = people.drop(columns=["actual", "probability"]).describe().loc[["min", "25%", "50%", "75%", "max"]]
    rows = described.T.map("{:g}".format).rename_axis("column").reset_index()
    return table_of(rows.rename(columns={"25%": "lower quarter", "50%": "middle", "75%": "upper quarter"}))


def write_report(file: Path, result: dict[str, Any], people: pd.DataFrame, model: Path, groups: pd.DataFrame) -> None:
    """Write the page."""
    quality = {name: metric["value"] for name, metric in result["binary_classification_metrics"].items()}
    summary = (
        f"Right for {quality['accuracy']:.1%} of {result['people']:,} people never seen in training, where always "
        f"giving the commoner answer is right for {result['majority_accuracy']:.1%}: "
        f"{result['fewer_errors']:.1%} fewer errors. AUC {quality['auc']:.3f}."
    )
    figures = [picture(figure) for figure in (decisions(people), learning(model))]
    note = "Race and sex are not given to the model, but other columns can stand for them: its decisions by group."
    fair = ["<h2>Fairness</h2>", f"<p>{note}</p>", table_of(groups)]
    data = ["<h2>Data</h2>", provenance(result), summary_of(people)]
    write_page(file, "Census model", summary, [*figures, *fair, *data])
