"""How a row becomes numbers, in training and behind an endpoint."""

import math

import pandas as pd
import pytest

from support.configuration import from_document
from support.encoding import MOST_VALUES, Encoding

CONFIGURATION = from_document(
    {
        "task": {"target": "price", "kind": "regression"},
        "metric": {"name": "rmse"},
        "columns": [
            {"name": "town", "kind": "category", "nullable": True},
            {"name": "rooms", "kind": "number", "nullable": True},
            {"name": "kind", "kind": "category"},
            {"name": "price", "kind": "number"},
        ],
    }
)


def rows(*given):
    return pd.DataFrame(given, columns=["town", "rooms", "kind"])


@pytest.fixture
def encoding():
    return Encoding.learn(rows(("Ulm", 3, "flat"), (None, None, "house"), ("Bonn", 2.5, "flat")), CONFIGURATION)


def test_numbers_stay_and_each_category_has_a_flag_in_the_order_of_the_schema(encoding):
    assert encoding.names == ["town=Bonn", "town=Ulm", "town missing", "rooms", "kind=flat", "kind=house"]
    assert encoding.sources == ["town", "town", "town", "rooms", "kind", "kind"]
    found = encoding.encode(rows(("Ulm", 3, "flat"), ("Bonn", 0.5, "house")))
    assert found.dtype == "float32"
    assert found.tolist() == [[0, 1, 0, 3, 1, 0], [1, 0, 0, 0.5, 0, 1]]


def test_a_missing_number_is_nan_and_a_missing_category_has_its_own_flag(encoding):
    town_and_number, kind = encoding.encode(rows((None, None, "flat"), (float("nan"), 1, None)))
    assert town_and_number[:3].tolist() == [0, 0, 1]
    assert math.isnan(town_and_number[3])
    # No kind was missing in training, so there is no flag for it.
    assert kind.tolist() == [0, 0, 1, 1, 0, 0]


def test_a_value_that_training_has_not_seen_is_all_zero(encoding):
    assert encoding.encode(rows(("Paris", 1, "tent"))).tolist() == [[0, 0, 0, 1, 0, 0]]


def test_the_frequent_of_very_many_values_have_flags():
    towns = [f"town {number:04}" for number in range(3 * MOST_VALUES)]
    table = rows(*[(town, 1, "flat") for town in [*towns, *towns[-MOST_VALUES:]]])
    encoding = Encoding.learn(table, CONFIGURATION)
    assert encoding.columns["town"].values == tuple(towns[-MOST_VALUES:])
    assert encoding.encode(table).shape == (len(table), MOST_VALUES + 2)


def test_it_is_the_same_after_saving(encoding, tmp_path):
    encoding.save(tmp_path)
    again = Encoding.load(tmp_path)
    assert (again.names, again.sources) == (encoding.names, encoding.sources)
    table = rows(("Ulm", 3, "flat"), (None, 1, "tent"))
    assert again.encode(table).tolist() == encoding.encode(table).tolist()


def test_one_row_is_encoded_as_it_is_among_others(encoding):
    table = rows(("Ulm", 3, "flat"), (None, 2, "tent"), ("Bonn", 1, "house"))
    assert encoding.encode(table.tail(1)).tolist() == encoding.encode(table)[2:].tolist()
