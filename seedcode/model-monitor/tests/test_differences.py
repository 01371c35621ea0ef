"""The statistics agree with scipy's own, which are slower, and hold at their edges."""

import numpy as np
import pytest
from scipy import stats

import differences


@pytest.fixture
def samples():
    random = np.random.default_rng(3)
    return random.normal(size=500), random.normal(0.2, 1, 700)


def test_the_distance_is_that_of_kolmogorov_and_smirnov(samples):
    found, known = differences.distance(*samples), stats.ks_2samp(*samples, method="asymp")
    assert found.size == pytest.approx(known.statistic)
    assert found.chance == pytest.approx(known.pvalue, rel=0.15)  # another approximation of the same distribution


def test_the_association_is_the_chi_square_test_without_correction():
    one, other = np.array([50, 30, 20]), np.array([40, 40, 30])
    known = stats.chi2_contingency(np.stack([one, other]), correction=False)
    assert differences.association(one, other).chance == pytest.approx(known.pvalue)


def test_the_stability_index_is_the_sum_of_its_definition():
    one, other = np.array([50, 50]), np.array([25, 75])
    by_hand = (0.25 - 0.5) * np.log(0.25 / 0.5) + (0.75 - 0.5) * np.log(0.75 / 0.5)
    assert differences.stability(one, other) == pytest.approx(by_hand)
    assert differences.stability(one, one * 3) == 0


def test_rare_groups_are_tested_together_and_none_alone():
    """One row in a group that had none is no drift."""
    assert differences.association(np.array([500, 500, 0]), np.array([500, 499, 1])).chance > 0.9


def test_shares_are_compared_by_the_exact_test_where_counts_are_small():
    assert differences.shares((0, 100), (4, 100)).chance == pytest.approx(
        stats.fisher_exact([[0, 100], [4, 96]]).pvalue
    )
    assert differences.shares((0, 100), (0, 50)).chance == 1


def test_the_separation_is_the_rank_test_of_mann_and_whitney(samples):
    known = stats.mannwhitneyu(*samples[::-1], alternative="greater", use_continuity=False, method="asymptotic")
    found = differences.separation(*samples)
    assert found.chance == pytest.approx(known.pvalue)
    assert found.size == pytest.approx(known.statistic / (500 * 700))


def test_holm_corrects_each_chance_for_those_that_are_left():
    """S. Holm, 1979: 3 times the smallest, 2 times the next, and none is below the one before."""
    assert differences.holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
