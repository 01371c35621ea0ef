"""Whether the sections of `project.toml` fit each other and the columns of `schema.json`."""

from collections.abc import Mapping
from typing import Any

from support.errors import ConfigurationError
from support.schema import CATEGORY, NUMBER, Column
from support.sections import did_you_mean, one_of

HIGHER, LOWER = "higher", "lower"
CLASSIFICATION, REGRESSION = "classification", "regression"
# The known metrics of each kind of task, and which way is better.
METRICS = {
    CLASSIFICATION: {"auc": HIGHER, "average_precision": HIGHER, "accuracy": HIGHER, "log_loss": LOWER, "brier": LOWER},
    REGRESSION: {"rmse": LOWER, "mae": LOWER, "r2": HIGHER},
}
FEWEST_LABELS = 2


def direction(kind: str, name: str, given: str) -> str:
    """Which way of the metric is better. What is given has to be the same."""
    one_of("project.toml [task] kind", kind, METRICS)
    one_of("project.toml [metric] name", name, METRICS[kind])
    found = METRICS[kind][name]
    if given not in ("", found):
        raise ConfigurationError("project.toml [metric] direction", f"`{given}`, but {found} {name} is better")
    return found


def refuse_wrong_target(kind: str, positive: str, target: Column) -> None:
    """A classification learns a category and needs to know which label counts as positive; a regression a number."""
    place = f"schema.json, column `{target.name}` kind"
    if target.nullable or target.protected:
        raise ConfigurationError(place, "the target is neither nullable nor protected")
    if kind == REGRESSION and target.kind != NUMBER:
        raise ConfigurationError(place, f"`{target.kind}`, but a regression learns a number")
    if kind == CLASSIFICATION:
        refuse_wrong_labels(place, positive, target)


def refuse_wrong_labels(place: str, positive: str, target: Column) -> None:
    if target.kind != CATEGORY:
        raise ConfigurationError(place, f"`{target.kind}`, but a classification learns a category")
    if len(target.values) < FEWEST_LABELS:
        raise ConfigurationError(f"schema.json, column `{target.name}` values", "has to list the labels, at least two")
    if positive not in target.values:
        hint = did_you_mean(positive, target.values) or f"the labels are {', '.join(target.values)}"
        raise ConfigurationError("project.toml [task] positive", f"`{positive}` is no label of `{target.name}`", hint)


def refuse_wrong_gate(gate: Mapping[str, Any], costs: Mapping[str, float]) -> None:
    """A confidence is a share; what is asked for in addition, and costs, are not negative."""
    if not 0 < gate["confidence"] < 1:
        raise ConfigurationError("project.toml [gate] confidence", f"{gate['confidence']:g} is not between 0 and 1")
    if gate["maximum_regression"] < 0:
        raise ConfigurationError("project.toml [gate] maximum_regression", "is negative", "0 allows no regression")
    for name, value in costs.items():
        if value <= 0:
            raise ConfigurationError(f"project.toml [costs] {name}", f"{value:g} is not more than 0")


def refuse_other_settings(free: Mapping[str, Mapping[str, Any]]) -> None:
    """What the model is given is a number, a text, true or false; the card is text."""
    for section, given in free.items():
        if not isinstance(given, Mapping):
            raise ConfigurationError(f"project.toml [{section}]", "has to be a table of keys and values")
    allowed: dict[str, tuple[Any, str]] = {
        "model": ((bool, int, float, str), "a number, a text, true or false"),
        "card": (str, "a text"),
    }
    for section, (kinds, words) in allowed.items():
        for key, value in free[section].items():
            if not isinstance(value, kinds):
                raise ConfigurationError(f"project.toml [{section}] {key}", f"`{value}` is not {words}")
