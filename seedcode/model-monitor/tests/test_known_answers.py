"""What the monitor is for: it is quiet while nothing changes, and finds what has changed.

`make bench` draws 1,000 samples; here are as many as a test may take.
"""

import numpy as np
import pytest

from bench import alarms, drawn
from drift import data_drift
from limits import Limits

LIMITS = Limits()
ROWS = 2000


def test_equal_samples_hardly_ever_alarm():
    """At most 1 % of runs; even one of these 40 would be more than the limits promise, which is 1 in 1,000."""
    assert alarms(runs=40, seed=11) == 0


def test_the_chances_are_those_they_are_said_to_be():
    """Without this, a test that finds nothing at all would pass the one above: 5 % of runs are below 5 %."""
    lowest = [lowest_chance(seed) for seed in range(40)]
    assert 0 < sum(chance < 0.2 for chance in lowest) < 20


def lowest_chance(seed: int) -> float:
    baseline, now = drawn(seed, ROWS)
    found = data_drift(baseline, now)
    return min([chance for each in (*found.columns, found.prediction) for chance in each.chances] + [found.together[1]])


@pytest.mark.parametrize("column", ["age", "hours"])
def test_half_a_standard_deviation_is_found(column):
    missed = []
    for seed in range(20):
        baseline, now = drawn(seed, ROWS)
        now[column] += now[column].std() / 2
        missed += [seed] if column not in data_drift(baseline, now).drifted(LIMITS) else []
    assert missed == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda table: table.assign(age=table["age"].where(np.arange(len(table)) % 5 > 0)), "more missing"),
        (lambda table: table.assign(age=table["age"].fillna(40.0)), "fewer missing"),
        (lambda table: table.assign(age=(table["age"] - 40) * 1.5 + 40), "other values"),
    ],
)
def test_every_kind_of_change_of_a_number_is_named(change, reason):
    baseline, now = drawn(1, ROWS)
    assert reason in data_drift(baseline, change(now)).drifted(LIMITS)["age"]


def test_a_value_that_the_model_has_never_seen_is_named():
    baseline, now = drawn(1, ROWS)
    now["job"] = np.where(np.arange(ROWS) % 40 == 0, "pilot", now["job"])
    found = data_drift(baseline, now)
    assert found.drifted(LIMITS) == {"job": ["new values"]}
    assert next(each for each in found.columns if each.name == "job").new_names == ("pilot",)


def test_a_category_with_other_shares_has_drifted():
    baseline, now = drawn(1, ROWS)
    now["job"] = np.where(np.arange(ROWS) % 4 == 0, "farm", now["job"])
    assert data_drift(baseline, now).drifted(LIMITS) == {"job": ["other values"]}


def test_columns_that_no_longer_go_together_are_seen_by_the_classifier_alone():
    baseline, now = drawn(1, ROWS)
    order = np.argsort(now["age"].fillna(40).to_numpy(), kind="stable")
    now.loc[order, "hours"] = np.sort(now["hours"].to_numpy())
    found = data_drift(baseline, now)
    assert found.drifted(LIMITS) == {}
    assert found.separated(LIMITS)


def test_a_small_difference_of_very_many_rows_is_no_alarm():
    """It is certain, and does not matter."""
    baseline, now = drawn(1, 60_000)
    now["hours"] += now["hours"].std() / 8
    found = data_drift(baseline, now)
    assert min(next(each for each in found.columns if each.name == "hours").chances) < 0.05
    assert found.drifted(LIMITS) == {}


def test_predictions_are_watched_too():
    baseline, now = drawn(1, ROWS)
    now["prediction"] = now["prediction"] ** 2
    found = data_drift(baseline, now)
    assert found.prediction.reasons(LIMITS) == ["other values"]


def test_a_column_that_is_empty_now_is_missing_and_nothing_else():
    baseline, now = drawn(1, ROWS)
    now["hours"] = np.nan
    assert data_drift(baseline, now).drifted(LIMITS)["hours"] == ["more missing"]
