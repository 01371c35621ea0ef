"""The metrics as a reader knows them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from support.page.formats import fixed


class Metric(NamedTuple):
    title: str
    meaning: str
    higher: bool = True
    in_unit: bool = False


METRICS = {
    "auc": Metric(
        "AUC", "how often a row with the label gets a higher probability than one without it: 0.5 is chance, 1 perfect"
    ),
    "average_precision": Metric(
        "Average precision", "precision, averaged over all shares of rows that are found: 1 is perfect"
    ),
    "accuracy": Metric("Accuracy", "the share of right labels at the threshold"),
    "log_loss": Metric("Log loss", "how surprising the true labels are for the model: 0 is perfect", higher=False),
    "brier": Metric("Brier score", "the mean squared error of the probability: 0 is perfect", higher=False),
    "rmse": Metric("RMSE", "the typical error, large ones counting more", higher=False, in_unit=True),
    "mae": Metric("Mean absolute error", "how far a prediction is off on average", higher=False, in_unit=True),
    "r2": Metric("R²", "the share of the variance that is explained: 1 is perfect"),
}


def title(name: str) -> str:
    return METRICS[name].title if name in METRICS else name


def with_unit(text: str, name: str, unit: str) -> str:
    """The value of a metric, in the unit of the target if it is an error in that unit."""
    return f"{text} {unit}" if unit and name in METRICS and METRICS[name].in_unit else text


def main_metric(result: Mapping[str, Any], digits: int) -> str:
    """`AUC 0.925`: the metric that the gate looks at."""
    name = result["metric"]["name"]
    return (
        f"{title(name)} {with_unit(fixed(result['candidate'][name]['value'], digits), name, result['metric']['unit'])}"
    )
