"""The baselines: the answer that is right most often, and a straight line."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from support.baselines import CONSTANT, LINE, baselines

RANDOM = np.random.default_rng(2)
TABLE = RANDOM.normal(size=(600, 3)) * [1, 50, 0.01] + [0, 1000, 5]
SCALED = (TABLE - TABLE.mean(axis=0)) / TABLE.std(axis=0)
ODDS = SCALED @ [1.0, -0.5, 0.2] - 0.7


def test_a_regression_has_the_median_and_the_line_of_least_squares():
    target = 3 + ODDS
    found = baselines(TABLE, target, TABLE[:5], classification=False)
    assert set(found) == {CONSTANT[False], LINE}
    assert found[CONSTANT[False]] == pytest.approx(np.full(5, np.median(target)))
    assert found[LINE] == pytest.approx(target[:5], abs=0.02)


def test_a_classification_has_the_share_and_a_logistic_regression():
    target = (RANDOM.random(600) < 1 / (1 + np.exp(-ODDS))).astype(float)
    found = baselines(TABLE, target, TABLE, classification=True)
    assert found[CONSTANT[True]] == pytest.approx(np.full(600, target.mean()))
    expected = LogisticRegression().fit(SCALED, target).predict_proba(SCALED)[:, 1]
    assert found[LINE] == pytest.approx(expected, abs=1e-3)


def test_a_missing_number_counts_as_usual():
    target = 3 + ODDS
    found = baselines(TABLE, target, np.full((1, 3), np.nan), classification=False)
    assert found[LINE] == pytest.approx([target.mean()], abs=1e-6)


@pytest.mark.parametrize("classification", [True, False])
def test_columns_that_follow_from_each_other_or_never_change_are_no_trouble(classification):
    table = np.column_stack([TABLE, TABLE[:, 0], 2 * TABLE[:, 1], np.ones(600), np.full(600, np.nan)])
    target = (ODDS > 0).astype(float)
    same = baselines(TABLE, target, TABLE, classification)[LINE]
    found = baselines(table, target, table, classification)[LINE]
    assert np.isfinite(found).all()
    assert np.corrcoef(found, same)[0, 1] > 0.99


def test_labels_that_a_line_separates_are_no_trouble():
    found = baselines(TABLE, (ODDS > 0).astype(float), TABLE, classification=True)[LINE]
    assert ((found > 0.5) == (ODDS > 0)).mean() > 0.95


def test_the_line_of_a_large_table_learns_from_some_of_its_rows():
    table = np.repeat(TABLE, 100, axis=0)
    target = np.repeat(3 + ODDS, 100)
    assert baselines(table, target, TABLE, classification=False)[LINE] == pytest.approx(3 + ODDS, abs=0.02)
