"""Figures of a model as the metrics of a model card: numbers, rules, a matrix and a chart."""

import math
from collections.abc import Mapping
from typing import Any

from support.assessment import Assessment
from support.explanation import importance
from support.page.classification import outcome

NAME, LABEL = 255, 63  # characters
MOST_BARS = 20


def cut(text: object, longest: int) -> str:
    """What fits; an ellipsis where something is missing."""
    shown = str(text)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def group(name: str, figures: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """Metrics with their intervals; one that could not be measured is left out."""
    known = {metric: found for metric, found in figures.items() if math.isfinite(found["value"])}
    metrics = [
        {
            "name": metric,
            "type": "number",
            "value": found["value"],
            "notes": f"{found['low']:.5g} to {found['high']:.5g}",
        }
        for metric, found in known.items()
    ]
    return {"name": cut(name, LABEL), "metric_data": metrics}


def rule(given: Mapping[str, Any]) -> dict[str, Any]:
    compared, most = given.get("compared", "low"), given.get("direction") == "lower"
    notes = f"{compared} {given[compared]:.5g}, required at {'most' if most else 'least'} {given['least']:.5g}"
    return {"name": cut(given["what"], NAME), "type": "boolean", "value": bool(given["holds"]), "notes": notes}


def explanation(assessment: Assessment) -> list[dict[str, Any]]:
    """How much each column moves predictions, as a bar chart."""
    if assessment.contributions is None or assessment.contributions.empty:
        return []
    shown = list(importance(assessment.contributions).items())[:MOST_BARS]
    chart = {
        "name": "mean absolute contribution (TreeSHAP)",
        "type": "bar_chart",
        "value": [value for _, value in shown],
        "x_axis_name": [cut(name, LABEL) for name, _ in shown],
        "y_axis_name": "log-odds" if assessment.configuration.classification else "units of the target",
    }
    return [{"name": "What moves predictions", "metric_data": [chart]}]


def confusion(assessment: Assessment) -> list[dict[str, Any]]:
    """The right and wrong labels of a classification at its threshold."""
    if not assessment.configuration.classification:
        return []
    threshold = float(assessment.result["threshold"])
    found = outcome(assessment.truth, assessment.prediction, threshold)
    labels = (assessment.configuration.task.positive, assessment.configuration.negative)
    matrix = {
        "name": "confusion matrix",
        "type": "matrix",
        "value": [[found.found, found.missed], [found.wrong, found.rest]],
        "notes": f"at the threshold {threshold:.5g}",
        "x_axis_name": [cut(f"labelled {label}", LABEL) for label in labels],
        "y_axis_name": [cut(f"is {label}", LABEL) for label in labels],
    }
    return [{"name": "Labels", "metric_data": [matrix]}]
