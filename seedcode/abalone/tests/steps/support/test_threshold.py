"""From which probability on a row gets the positive label."""

import json

import numpy as np
import pytest

from support.task import Costs
from support.threshold import Decision, cheapest_threshold, mean_cost, read_decision, save_decision


def rows(count=4000):
    """Probabilities that are true: a row is positive with its own probability."""
    draw = np.random.default_rng(7)
    probability = draw.random(count)
    return probability, (draw.random(count) < probability).astype(float)


@pytest.mark.parametrize(("costs", "theory"), [((1, 1), 0.5), ((1, 3), 0.25), ((9, 1), 0.9)])
def test_a_true_probability_is_cut_where_the_costs_meet(costs, theory):
    probability, truth = rows()
    assert cheapest_threshold(probability, truth, Costs(*costs)) == pytest.approx(theory, abs=0.08)


@pytest.mark.parametrize("costs", [(1, 1), (1, 5), (4, 1)])
def test_no_other_threshold_costs_less(costs):
    probability, truth = rows(300)
    chosen = cheapest_threshold(probability, truth, Costs(*costs))
    lowest = mean_cost(probability >= chosen, truth, Costs(*costs))
    for other in [0, *np.unique(probability), 1.1]:
        assert mean_cost(probability >= other, truth, Costs(*costs)) >= lowest


def test_costs_are_counted_per_row():
    positive, truth = np.array([1, 1, 0, 0]), np.array([1.0, 0.0, 1.0, 0.0])
    assert mean_cost(positive, truth, Costs(false_positive=2, false_negative=10)) == (2 + 10) / 4


def test_of_equally_good_thresholds_the_one_nearest_to_theory_is_taken():
    probability, truth = np.array([0.05, 0.1, 0.9, 0.95]), np.array([0, 0, 1, 1])
    assert cheapest_threshold(probability, truth, Costs()) == pytest.approx(0.5)


def test_equal_probabilities_get_the_same_label():
    probability, truth = np.array([0.2, 0.6, 0.6, 0.6, 0.6]), np.array([0, 1, 1, 1, 0])
    assert cheapest_threshold(probability, truth, Costs()) == pytest.approx(0.4)


def test_a_label_that_costs_too_much_is_given_to_nobody():
    probability, truth = np.array([0.4, 0.6]), np.array([1, 0])
    chosen = cheapest_threshold(probability, truth, Costs(false_positive=100, false_negative=1))
    assert not (probability >= chosen).any()


def test_the_decision_is_saved_as_json_with_both_labels(tmp_path):
    decision = Decision(0.43, ">50K", "<=50K")
    save_decision(decision, tmp_path)
    assert json.loads((tmp_path / "decision.json").read_text()) == {
        "threshold": 0.43,
        "positive": ">50K",
        "negative": "<=50K",
    }
    assert read_decision(tmp_path) == decision


def test_a_probability_at_the_threshold_gets_the_positive_label():
    assert Decision(0.43, "yes", "no").labels(np.array([0.42, 0.43, 0.9])) == ["no", "yes", "yes"]
