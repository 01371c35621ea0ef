"""The model against the baselines and production on the same rows: the figures of evaluation.json, with intervals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from support.bootstrap import interval, weights
from support.configuration import Configuration
from support.gate import judge
from support.metrics import improvement, measured

CANDIDATE, PRODUCTION = "candidate", "production"
Samples = dict[str, np.ndarray]  # by metric: the value on the test set, then on each drawn one


class Answers(NamedTuple):
    """Predictions of the test rows. From the threshold on, a probability gets the positive label."""

    prediction: np.ndarray
    threshold: float = 0.5


@dataclass(frozen=True)
class Production:
    """What production runs, or the newest approved version. Without answers, `problem` is why it is not compared."""

    version: str
    where: str  # `production` or `approved`
    answers: Answers | None = None
    problem: str = ""

    @property
    def name(self) -> str:
        return (
            f"version {self.version} in production"
            if self.where == "production"
            else f"approved version {self.version}"
        )


@dataclass(frozen=True)
class Contest:
    """Everybody's predictions of the same rows. `truth` is a value, or 0 and 1.

    Rows that follow each other in time are drawn in blocks of so many.
    """

    truth: np.ndarray
    candidate: Answers
    baselines: Mapping[str, Answers]
    production: Production | None = None
    block: int = 1


def compare(configuration: Configuration, contest: Contest) -> dict[str, Any]:
    """The figures, rules and verdict of evaluation.json. Raises ValueError if nothing can be measured on the rows."""
    refuse_unmeasurable(contest, configuration)
    metric, confidence = configuration.metric, configuration.gate.confidence
    answers = {CANDIDATE: contest.candidate, **contest.baselines}
    if contest.production and contest.production.answers:
        answers[PRODUCTION] = contest.production.answers
    found = samples(answers, contest, configuration.classification)
    gains = {
        name: improvement(found[CANDIDATE][metric.name], other[metric.name], metric.direction)
        for name, other in found.items()
    }
    best = min(contest.baselines, key=lambda name: gains[name][0])
    result = {
        "task": configuration.task.kind,
        "metric": {"name": metric.name, "direction": metric.direction, "unit": unit(configuration)},
        "rows": len(contest.truth),
        "candidate": figures(found[CANDIDATE], confidence),
        "champion": described(contest.production, found, confidence),
        "baselines": {name: figures(found[name], confidence) for name in contest.baselines},
        "difference": {"baseline": difference(best, gains[best], confidence), "champion": None},
        "threshold": contest.candidate.threshold if configuration.classification else None,
        **registry_layout(found[CANDIDATE], configuration.classification),
    }
    if contest.production and PRODUCTION in gains:
        result["difference"]["champion"] = difference(contest.production.name, gains[PRODUCTION], confidence)
    return result | judge(configuration.gate, result)


def refuse_unmeasurable(contest: Contest, configuration: Configuration) -> None:
    """Raise ValueError if every test row has the same answer, or the model gives none for some of them."""
    if len(np.unique(contest.truth)) <= 1:
        target = configuration.task.target
        raise ValueError(f"column `{target}` is the same in the whole test set: nothing can be measured on it")
    missing = int((~np.isfinite(contest.candidate.prediction)).sum())
    if missing:
        raise ValueError(f"the model predicts no finite number for {missing} of {len(contest.truth)} test rows")


def samples(answers: Mapping[str, Answers], contest: Contest, classification: bool) -> dict[str, Samples]:
    """Every metric of each, on the test set and on the drawn ones: the same ones for all."""
    parts = [
        {
            name: measured(contest.truth, given.prediction, drawn, given.threshold if classification else None)
            for name, given in answers.items()
        }
        for drawn in weights(len(contest.truth), contest.block)
    ]
    return {
        name: {metric: np.concatenate([part[name][metric] for part in parts]) for metric in parts[0][name]}
        for name in answers
    }


def figures(found: Samples, confidence: float) -> dict[str, dict[str, float]]:
    """Each metric with its interval."""
    return {name: interval(values, confidence)._asdict() for name, values in found.items()}


def difference(name: str, gained: np.ndarray, confidence: float) -> dict[str, Any]:
    """How much better the model is than the one of this name."""
    return {"name": name, **interval(gained, confidence)._asdict()}


def described(production: Production | None, found: dict[str, Samples], confidence: float) -> dict[str, Any] | None:
    """What production runs and how good it is, or why that is not known; None if it runs nothing."""
    if production is None:
        return None
    known = {"version": production.version, "where": production.where}
    if PRODUCTION in found:
        return known | {"metrics": figures(found[PRODUCTION], confidence)}
    return known | {"problem": f"{production.name} was not compared: {production.problem}"}


def unit(configuration: Configuration) -> str:
    """That of the target, for errors in it."""
    return configuration.task.unit if configuration.metric.name in ("rmse", "mae") else ""


def registry_layout(found: Samples, classification: bool) -> dict[str, Any]:
    """The model's metrics in the layout of the model registry: Developer Guide, model quality metrics."""
    values = {
        name: {"value": float(drawn[0]), "standard_deviation": float(np.nanstd(drawn[1:]))}
        for name, drawn in found.items()
    }
    return {"binary_classification_metrics" if classification else "regression_metrics": values}
