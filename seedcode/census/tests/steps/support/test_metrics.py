"""The metrics are scikit-learn's, weighted, many sets of weights at a time."""

import numpy as np
import pytest
from sklearn import metrics as known

from support.metrics import improvement, measured

RANDOM = np.random.default_rng(5)
ROWS = 400
LABELS = (RANDOM.random(ROWS) < 0.3).astype(float)
# Rounded, so that there are equal ones.
PROBABILITY = np.clip(LABELS * 0.3 + RANDOM.random(ROWS) * 0.7, 0, 1).round(2)
VALUES = RANDOM.normal(size=ROWS)
PREDICTED = VALUES + RANDOM.normal(scale=0.4, size=ROWS)
WEIGHTS = np.column_stack([np.ones(ROWS), RANDOM.integers(0, 4, ROWS)]).astype(float)


@pytest.mark.parametrize("drawn", [0, 1])
def test_metrics_of_a_classification_are_those_of_scikit_learn(drawn):
    found = measured(LABELS, PROBABILITY, WEIGHTS, 0.5)
    weight = {"sample_weight": WEIGHTS[:, drawn]}
    expected = {
        "accuracy": known.accuracy_score(LABELS, PROBABILITY >= 0.5, **weight),
        "log_loss": known.log_loss(LABELS, PROBABILITY, **weight),
        "brier": known.brier_score_loss(LABELS, PROBABILITY, **weight),
        "auc": known.roc_auc_score(LABELS, PROBABILITY, **weight),
        "average_precision": known.average_precision_score(LABELS, PROBABILITY, **weight),
    }
    assert {name: values[drawn] for name, values in found.items()} == pytest.approx(expected)


@pytest.mark.parametrize("drawn", [0, 1])
def test_metrics_of_a_regression_are_those_of_scikit_learn(drawn):
    found = measured(VALUES, PREDICTED, WEIGHTS, None)
    weight = {"sample_weight": WEIGHTS[:, drawn]}
    expected = {
        "rmse": known.mean_squared_error(VALUES, PREDICTED, **weight) ** 0.5,
        "mae": known.mean_absolute_error(VALUES, PREDICTED, **weight),
        "r2": known.r2_score(VALUES, PREDICTED, **weight),
    }
    assert {name: values[drawn] for name, values in found.items()} == pytest.approx(expected)


def test_accuracy_is_measured_at_the_threshold_of_the_model():
    found = measured(LABELS, PROBABILITY, WEIGHTS, 0.2)
    assert found["accuracy"][0] == pytest.approx(known.accuracy_score(LABELS, PROBABILITY >= 0.2))


def test_the_same_probability_for_all_tells_nobody_apart():
    found = measured(LABELS, np.full(ROWS, 0.3), WEIGHTS, 0.5)
    assert found["auc"][0] == pytest.approx(0.5)
    assert found["average_precision"][0] == pytest.approx(LABELS.mean())


def test_a_set_with_one_label_has_no_ranking():
    found = measured(LABELS, PROBABILITY, (1 - LABELS)[:, None], 0.5)
    assert np.isnan(found["auc"][0])
    assert np.isnan(found["average_precision"][0])
    assert np.isfinite(found["accuracy"][0])


def test_a_certain_answer_that_is_wrong_has_a_finite_loss():
    assert measured(np.array([1.0, 0.0]), np.array([0.0, 0.0]), np.ones((2, 1)), 0.5)["log_loss"][0] < 40


@pytest.mark.parametrize(
    ("own", "other", "direction", "gained"),
    [
        (1.5, 2.0, "lower", 0.25),
        (2.5, 2.0, "lower", -0.25),
        (0.9, 0.8, "higher", 0.5),
        (0.7, 0.8, "higher", -0.5),
        (0.5, 0.0, "lower", -0.5),  # nothing is better than no error at all
        (1.0, 1.0, "higher", 0.0),
    ],
)
def test_improvement_is_the_share_of_what_the_other_one_lacks(own, other, direction, gained):
    assert improvement(np.array([own]), np.array([other]), direction)[0] == pytest.approx(gained)
