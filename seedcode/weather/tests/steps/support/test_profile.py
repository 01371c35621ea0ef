"""The profile of training data, and how two of them differ."""

import json

import numpy as np
import pandas as pd
import pytest

from support.configuration import Configuration, from_document
from support.profile import OTHERS, drift, profile


@pytest.fixture
def configuration() -> Configuration:
    columns = [
        {"name": "age", "kind": "number"},
        {"name": "work", "kind": "category"},
        {"name": "note", "kind": "ignored"},
        {"name": "answer", "kind": "category", "values": ["no", "yes"]},
    ]
    task = {"target": "answer", "kind": "classification", "positive": "yes"}
    return from_document({"task": task, "metric": {"name": "auc"}, "columns": columns})


def table(rows: int, seed: int, shift: float = 0.0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "age": random.normal(40 + shift, 10, rows),
            "work": np.where(random.random(rows) < 0.3, "sea", "office"),
            "answer": (random.random(rows) < 0.25).astype(int),
        }
    )


def test_a_profile_is_json_and_has_what_each_column_holds(configuration: Configuration):
    rows = table(400, 1)
    rows.loc[:39, "age"] = np.nan
    found = json.loads(json.dumps(profile(rows, configuration)))
    assert found["rows"] == 400
    assert list(found["columns"]) == ["age", "work", "answer"]
    age = found["columns"]["age"]
    assert age["missing"] == 0.1
    assert age["quantiles"][0] == rows["age"].min()
    assert age["quantiles"][50] == pytest.approx(rows["age"].median(), abs=0.2)
    assert found["columns"]["work"]["shares"]["sea"] == (rows["work"] == "sea").mean()
    assert found["columns"]["answer"]["shares"]["yes"] == rows["answer"].mean()


def test_samples_of_the_same_data_have_not_moved(configuration: Configuration):
    for rows in (60, 300, 3000):
        found = drift(profile(table(rows, 1), configuration), profile(table(rows, 2), configuration))
        assert [change.column for change in found if change.moved] == []


def test_a_shift_of_one_deviation_has_moved_far(configuration: Configuration):
    first, *others = drift(profile(table(2000, 1), configuration), profile(table(2000, 2, 10), configuration))
    assert first.column == "age"
    # Two normal distributions one deviation apart: the index in ten groups is about 0.9.
    assert 0.6 < first.stability < 1.3
    assert first.moved_far
    assert not any(change.moved for change in others)


def test_a_value_that_most_rows_share_is_compared(configuration: Configuration):
    before = table(1000, 1).assign(age=[0.0] * 950 + [5.0] * 50)
    now = table(1000, 2).assign(age=[0.0] * 400 + [5.0] * 600)
    found = {change.column: change for change in drift(profile(before, configuration), profile(now, configuration))}
    assert found["age"].moved_far


def test_missing_cells_and_new_values_are_changes(configuration: Configuration):
    before = table(1000, 1)
    now = table(1000, 2)
    now.loc[:499, "age"] = np.nan
    now["work"] = now["work"].replace("sea", "air")
    found = {change.column: change for change in drift(profile(before, configuration), profile(now, configuration))}
    assert (found["age"].missing_before, found["age"].missing) == (0, 0.5)
    assert found["age"].moved_far
    assert (found["work"].new_values, found["work"].lost_values) == (("air",), ("sea",))
    assert found["work"].moved_far


def test_a_column_that_only_one_has_is_not_compared(configuration: Configuration):
    before, now = table(100, 1).drop(columns="work"), table(100, 1)
    assert {change.column for change in drift(profile(before, configuration), profile(now, configuration))} == {
        "age",
        "answer",
    }


def test_a_column_of_many_values_keeps_the_commonest(configuration: Configuration):
    rows = table(600, 1).assign(work=[f"value {each}" for each in range(600)])
    found = profile(rows, configuration)
    shares = found["columns"]["work"]["shares"]
    assert len(shares) == 101
    assert shares[OTHERS] == pytest.approx(5 / 6)
    assert drift(found, found)[0].new_values == ()


def test_a_column_without_values_is_described(configuration: Configuration):
    empty = profile(table(10, 1).assign(age=np.nan), configuration)
    assert empty["columns"]["age"] == {"kind": "number", "missing": 1.0, "quantiles": []}
    assert {change.column for change in drift(empty, profile(table(10, 1), configuration))} == {"age", "work", "answer"}
