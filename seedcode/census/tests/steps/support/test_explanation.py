"""What each column adds, and how that depends on its value."""

import numpy as np
import pandas as pd
import pytest

from support.explanation import by_column, effect, importance, reasons


def test_contributions_of_a_columns_features_are_summed_and_the_base_is_left_out():
    found = by_column(np.array([[1.0, 2.0, 4.0, 9.0], [0.5, -0.5, 1.0, 9.0]]), ["work", "work", "age"])
    assert found.to_dict("list") == {"work": [3.0, 0.0], "age": [4.0, 1.0]}


def test_importance_is_the_mean_size_and_equal_ones_are_in_order():
    table = pd.DataFrame({"b": [1.0, -1.0], "a": [-1.0, 1.0], "c": [3.0, -1.0]})
    assert importance(table) == {"c": 2.0, "a": 1.0, "b": 1.0}
    assert list(importance(table)) == ["c", "a", "b"]


def test_the_curve_of_a_number_follows_its_contribution():
    values = pd.Series(np.linspace(0, 10, 600))
    found = effect("age", values, values * 2)
    assert 8 <= len(found.places) <= 12
    assert found.places == sorted(found.places)
    assert found.mean == pytest.approx([2 * place for place in found.places], rel=1e-6)
    assert all(low <= mean <= high for low, mean, high in zip(found.low, found.mean, found.high, strict=True))
    assert sum(found.rows) == 600


def test_a_value_that_most_rows_share_is_a_place_of_its_own():
    values = pd.Series([0.0] * 900 + list(np.linspace(1, 100, 100)))
    found = effect("gain", values, (values > 50).astype(float))
    assert found.places[0] == 0
    assert found.rows[0] == 900
    assert len(found.places) > 5
    assert found.mean[-1] == 1


def test_missing_numbers_have_their_own_mean():
    found = effect("age", pd.Series([1.0] * 50 + [np.nan] * 50), pd.Series([2.0] * 50 + [-3.0] * 50))
    assert found.missing == -3
    assert found.places == [1.0]


def test_the_commonest_values_of_a_category_are_shown_and_missing_is_one():
    values = pd.Series(["b"] * 3 + ["a"] * 3 + ["c"] + [None])
    found = effect("work", values, pd.Series(range(8)))
    assert found.places == ["a", "b", "c", "missing"]
    assert found.mean == [4.0, 1.0, 6.0, 7.0]


def test_reasons_are_the_largest_contributions_of_the_row():
    table = pd.DataFrame({"a": [0.0, 1.0], "b": [0.0, -5.0], "c": [9.0, 2.0], "d": [0.0, 0.5]})
    assert reasons(table, 1) == [("b", -5.0), ("c", 2.0), ("a", 1.0)]


def test_rows_that_were_not_explained_have_no_reasons():
    table = pd.DataFrame({"a": [0.5, 1.0]}, index=[3, 7])
    assert reasons(table, 7) == [("a", 1.0)]
    assert reasons(table, 1) == []
