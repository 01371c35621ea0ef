"""The model, the baselines and production on the same rows, and how often the gate errs."""

import json
from dataclasses import replace

import numpy as np
import pytest

from support.comparison import Answers, Contest, Production, compare
from support.configuration import Configuration, Gate, Metric, Task

RANDOM = np.random.default_rng(11)
LINE, COMMON = "a straight line", "the commoner answer"
CLASSIFICATION = Configuration(Task("late", "classification", "yes"), Metric("auc", "higher"), columns=())
REGRESSION = Configuration(Task("rings", "regression", unit="rings"), Metric("rmse", "lower"), columns=())


def probability(odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-odds))


def labels(rows: int = 800, noise: float = 0.5, worse: float = 0.5) -> Contest:
    """What is right by known odds, a model that misses them by some noise, and another one by its own."""
    odds = RANDOM.normal(scale=2, size=rows) - 1
    truth = (RANDOM.random(rows) < probability(odds)).astype(float)
    ours, theirs = (probability(odds + RANDOM.normal(scale=scale, size=rows)) for scale in (noise, worse))
    simple = {LINE: probability(odds + RANDOM.normal(scale=3, size=rows)), COMMON: np.full(rows, 0.3)}
    answers = {name: Answers(values) for name, values in simple.items()}
    return Contest(truth, Answers(ours, 0.4), answers, Production("3", "production", Answers(theirs)))


def numbers(rows: int = 800, noise: float = 1.0, worse: float = 1.0) -> Contest:
    truth = RANDOM.normal(scale=3, size=rows)
    ours, theirs = (truth + RANDOM.normal(scale=scale, size=rows) for scale in (noise, worse))
    simple = {LINE: truth + RANDOM.normal(scale=1.5, size=rows), "the median": np.zeros(rows)}
    answers = {name: Answers(values) for name, values in simple.items()}
    return Contest(truth, Answers(ours), answers, Production("3", "production", Answers(theirs)))


def test_every_figure_has_an_interval_around_it():
    found = compare(CLASSIFICATION, labels())
    every = [found["candidate"], found["champion"]["metrics"], *found["baselines"].values()]
    for metrics in every:
        assert set(metrics) == {"auc", "average_precision", "accuracy", "log_loss", "brier"}
        assert all(figure["low"] <= figure["value"] <= figure["high"] for figure in metrics.values())
    assert found["candidate"]["auc"]["low"] < found["candidate"]["auc"]["value"] < found["candidate"]["auc"]["high"]


def test_the_best_baseline_is_the_one_to_beat():
    assert compare(CLASSIFICATION, labels())["difference"]["baseline"]["name"] == LINE
    contest = numbers()
    found = compare(REGRESSION, replace(contest, baselines={**contest.baselines, "good": contest.candidate}))
    assert found["difference"]["baseline"] == {"name": "good", "value": 0.0, "low": 0.0, "high": 0.0}


def test_the_comparison_is_paired():
    """Two models with nearly the same errors differ less than either of them varies."""
    contest = numbers(noise=2.0)
    near = Answers(contest.candidate.prediction + RANDOM.normal(scale=0.05, size=800))
    found = compare(REGRESSION, replace(contest, production=Production("3", "production", near)))
    gained, own = found["difference"]["champion"], found["candidate"]["rmse"]
    assert gained["high"] - gained["low"] < 0.2 * (own["high"] - own["low"]) / own["value"]


def test_the_registry_gets_its_own_layout_with_deviations():
    metrics = compare(REGRESSION, numbers())["regression_metrics"]
    assert set(metrics) == {"rmse", "mae", "r2"}
    assert all(metric["standard_deviation"] > 0 for metric in metrics.values())
    assert "auc" in compare(CLASSIFICATION, labels())["binary_classification_metrics"]


def test_the_result_is_json_and_the_same_each_time():
    contest = labels()
    first, second = (json.dumps(compare(CLASSIFICATION, contest), allow_nan=False) for _ in range(2))
    assert first == second


def test_without_production_nothing_is_compared_with_it():
    found = compare(CLASSIFICATION, replace(labels(), production=None))
    assert found["champion"] is None
    assert found["difference"]["champion"] is None


def test_a_production_that_could_not_answer_is_named_and_decides_nothing():
    silent = Production("3", "approved", problem="its target is price")
    found = compare(CLASSIFICATION, replace(labels(), production=silent))
    sentence = "approved version 3 was not compared: its target is price"
    assert found["champion"] == {"version": "3", "where": "approved", "problem": sentence}
    assert found["difference"]["champion"] is None
    assert sentence in found["verdict"]
    assert found["passed"] == 1


@pytest.mark.parametrize(
    ("contest", "problem"),
    [
        (lambda: replace(labels(), truth=np.ones(800)), "column `late` is the same in the whole test set"),
        (
            lambda: replace(labels(), candidate=Answers(np.full(800, np.nan))),
            "no finite number for 800 of 800 test rows",
        ),
    ],
)
def test_what_cannot_be_measured_is_refused(contest, problem):
    with pytest.raises(ValueError, match=problem):
        compare(CLASSIFICATION, contest())


def stopped_by_production(configuration: Configuration, contests: list[Contest]) -> float:
    """In how many of these the rule about production is missed."""
    results = [compare(configuration, contest) for contest in contests]
    return float(np.mean([not result["rules"][-1]["holds"] for result in results]))


@pytest.mark.parametrize(("configuration", "make"), [(CLASSIFICATION, labels), (REGRESSION, numbers)])
def test_a_model_as_good_as_production_is_stopped_as_rarely_as_the_confidence_says(configuration, make):
    assert stopped_by_production(configuration, [make(rows=150) for _ in range(50)]) <= 0.24


@pytest.mark.parametrize(
    ("configuration", "make", "noise"), [(CLASSIFICATION, labels, 2.0), (REGRESSION, numbers, 1.3)]
)
def test_a_model_that_is_clearly_worse_is_stopped_nearly_always(configuration, make, noise):
    assert stopped_by_production(configuration, [make(rows=400, noise=noise) for _ in range(15)]) > 0.9


def test_a_loss_within_what_is_allowed_is_not_stopped():
    lenient = replace(REGRESSION, gate=Gate(maximum_regression=0.5))
    assert stopped_by_production(lenient, [numbers(noise=1.3) for _ in range(5)]) == 0
