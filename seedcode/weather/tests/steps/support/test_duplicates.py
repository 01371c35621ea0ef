"""Which set a row belongs to, and what is said of rows that come twice."""

from collections import Counter

import pytest

from support.duplicates import places, places_of_groups, warning

SHARES = {"train": 60, "validation": 15, "test": 25}
ROWS = [f"row {number}" for number in range(4000)]


def test_shares_are_kept():
    counts = Counter(places(ROWS, SHARES))
    assert {name: round(100 * counts[name] / len(ROWS)) for name in SHARES} == pytest.approx(SHARES, abs=2)


def test_a_row_stays_whatever_comes_before_it():
    assert places(ROWS[2000:], SHARES) == places(ROWS, SHARES)[2000:]


def test_shares_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="do not add up to 100"):
        places(ROWS, {"train": 50})


def test_a_group_is_in_one_set_and_every_set_has_one():
    groups = [f"shop {number % 10}" for number in range(200)]
    found = places_of_groups(groups, SHARES)
    sets = {name: {group for group, chosen in zip(groups, found, strict=True) if chosen == name} for name in SHARES}
    assert {name: len(members) for name, members in sets.items()} == {"train": 6, "validation": 2, "test": 2}
    assert places_of_groups(groups[::-1], SHARES) == found[::-1]
    assert set(places_of_groups(["a", "b", "c"], SHARES)) == set(SHARES)


def test_fewer_groups_than_sets_are_refused():
    with pytest.raises(ValueError, match="2 groups are too few for 3 sets"):
        places_of_groups(["a", "b", "a"], SHARES)


def test_duplicates_are_counted_with_their_share():
    assert warning(3, 12, "rows") == ["3 of 12 rows are exact duplicates (25.0%): each was kept once"]
    assert warning(0, 12, "rows") == []
