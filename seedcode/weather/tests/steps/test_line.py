"""The straight line: the core of the model, and two of the forecasts to beat."""

import math

import numpy as np
import pytest

from line import fit_line


def test_a_line_finds_the_weights_that_made_the_answers():
    table = np.array([[1.0, 0.0, 4.0], [0.0, 1.0, 4.0], [3.0, 2.0, 4.0], [1.0, 5.0, 4.0]])
    line = fit_line(table, 7 + 2 * table[:, 1] - 3 * table[:, 0], [0, 1, 2])
    assert line.weights[:2] == pytest.approx([-3, 2])
    assert line.predict(np.array([[1.0, 10.0, 4.0]])) == pytest.approx([24])


def test_it_looks_only_at_the_columns_in_their_places():
    table = np.array([[9.0, 0.0], [1.0, 1.0], [5.0, 2.0]])
    line = fit_line(table, 2 * table[:, 1], [1])
    assert line.predict(np.array([[np.nan, 3.0]])) == pytest.approx([6])


def test_the_larger_the_penalty_the_smaller_the_weights():
    table, target = np.array([[0.0], [1.0], [2.0], [5.0]]), np.array([1.0, 3.0, 5.0, 11.0])
    weights = [fit_line(table, target, [0], ridge_penalty).weights[0] for ridge_penalty in (0.0, 4.0, 1e9)]
    # Four examples with a standardized column: a penalty of 4 halves its weight.
    assert weights == pytest.approx([2, 1, 0], abs=1e-6)


@pytest.mark.parametrize("ridge_penalty", [-1.0, math.nan, math.inf])
def test_a_penalty_that_is_none_is_refused_by_name(ridge_penalty):
    with pytest.raises(ValueError, match="ridge_penalty is"):
        fit_line(np.array([[0.0], [1.0]]), np.array([1.0, 3.0]), [0], ridge_penalty)


def test_contributions_are_those_of_the_distance_to_the_average_row():
    table = np.array([[1.0, 0.0], [0.0, 1.0], [3.0, 2.0], [1.0, 5.0]])
    line = fit_line(table, 7 + 2 * table[:, 1], [1])
    assert line.contributions(np.array([[8.0, 3.0]])) == pytest.approx(np.array([[0.0, 2.0, 11.0]]))
