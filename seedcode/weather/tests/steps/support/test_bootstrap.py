"""Intervals from drawn test sets: they cover the truth as often as they should, also of rows that are alike."""

import numpy as np
import pytest

from support.bootstrap import FEWEST, MOST, interval, weights


def drawn(rows: int, block: int = 1) -> np.ndarray:
    return np.concatenate(list(weights(rows, block)), axis=1)


def test_the_test_set_itself_comes_first_and_every_row_once():
    assert (drawn(50)[:, 0] == 1).all()


@pytest.mark.parametrize("block", [1, 7])
def test_every_set_is_drawn_with_replacement_and_every_row_as_often_as_the_others(block):
    found = drawn(210, block)[:, 1:]
    assert (found.sum(axis=0) == 210).all()
    assert found.max() > 1 and found.min() == 0
    assert found.mean(axis=1) == pytest.approx(1, abs=0.3)


def test_the_rows_of_a_block_are_drawn_together():
    found = drawn(100, 100)[:, 1:]
    assert (found == 1).all()
    together = drawn(1000, 10)[:, 1:]
    assert np.corrcoef(together[:-1].ravel(), together[1:].ravel())[0, 1] == pytest.approx(0.9, abs=0.02)


def test_the_same_sets_are_drawn_each_time():
    assert (drawn(300) == drawn(300)).all()


def test_a_large_test_set_is_drawn_less_often():
    assert drawn(100).shape[1] == 1 + MOST
    assert sum(part.shape[1] for part in weights(25_001)) == 1 + FEWEST


@pytest.mark.parametrize("block", [0, -1])
def test_a_block_has_at_least_one_row(block):
    with pytest.raises(ValueError, match=r"a block of -?\d rows"):
        drawn(10, block)


def coverage(correlated: float, block: int) -> float:
    """How often the mean of 200 rows with mean 0 has its truth above `low`, at a confidence of 0.9."""
    random, above, tries = np.random.default_rng(3), 0, 400
    sets = drawn(200, block)
    for _ in range(tries):
        noise = random.normal(size=200)
        for row in range(1, 200):
            noise[row] = correlated * noise[row - 1] + noise[row] * (1 - correlated**2) ** 0.5
        above += interval(noise @ sets / sets.sum(axis=0), 0.9).low <= 0
    return above / tries


def test_the_truth_is_above_the_lower_end_as_often_as_the_confidence_says():
    assert coverage(0, 1) == pytest.approx(0.9, abs=0.04)


def test_days_that_are_alike_need_blocks():
    alone, together = coverage(0.7, 1), coverage(0.7, 14)
    assert alone < 0.8 < together


def test_sets_on_which_nothing_can_be_measured_do_not_count():
    values = np.array([0.5, np.nan, *np.linspace(0, 1, 101)])
    assert interval(values, 0.9) == pytest.approx((0.5, 0.1, 0.9))
