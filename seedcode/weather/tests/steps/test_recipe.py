"""Which features there are: from the schema and the section [data], whatever the columns are called."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from features import MEMORY, features
from project.configuration import read_project
from recipe import recipe
from support.configuration import from_document
from support.errors import ConfigurationError

SEATTLE = Path(__file__).parent / "seattle"
COLUMNS = [
    {"name": "day", "kind": "ignored"},
    {"name": "sales (net.)", "kind": "number"},
    {"name": "visitors", "kind": "number", "minimum": 0},
]


def configured(columns=COLUMNS, data=None, **task):
    sections = {
        "task": {"target": "sales (net.)", "kind": "regression"} | task,
        "metric": {"name": "rmse"},
        "data": {"date": "day", "horizon": 7} | (data or {}),
    }
    return from_document({**sections, "columns": columns})


def test_features_are_made_of_the_target_and_every_feature_that_is_a_number():
    made = recipe(configured())
    assert made.columns == ("day", "sales (net.)", "visitors")
    assert made.answer == "sales (net.)_mean_next_7"
    assert len(made.names) == len(made.sources) == 2 * (1 + 2 + 3) + 2
    assert made.names[:3] == ("sales (net.)", "visitors", "sales (net.)_lag_1")
    assert dict(zip(made.names, made.sources, strict=True))["visitors_mean_14"] == "visitors"
    assert made.line[-3:] == ("sales (net.)_lag_1", "sales (net.)_mean_7", "sales (net.)_mean_14")


def test_a_table_may_have_no_other_number_than_the_target():
    assert recipe(configured(COLUMNS[:2])).measurements == ("sales (net.)",)


def test_a_column_that_is_neither_a_feature_nor_ignored_is_refused():
    columns = [*COLUMNS, {"name": "region", "kind": "number", "protected": True}]
    with pytest.raises(ConfigurationError, match="column `region` feature: days are in no groups"):
        recipe(configured(columns))


def test_a_difference_is_a_column_like_the_others():
    made = recipe(configured(data={"differences": {"gap": ["visitors", "sales (net.)"]}}))
    days = [
        {"day": date(2020, 1, 1) + timedelta(n), "visitors": 3.0 * n, "sales (net.)": 1.0 * n} for n in range(MEMORY)
    ]
    values = dict(zip(made.names, features(days, made), strict=True))
    assert values["gap"] == 2 * 13
    assert values["gap_lag_1"] == 2 * 12
    assert values["gap_mean_3"] == 2 * 12


def test_the_repository_s_own_settings_and_columns_can_be_used():
    assert recipe(read_project()).names


def test_for_seattle_the_mean_maximum_of_three_days_is_forecast():
    made = recipe(read_project(SEATTLE))
    assert (made.target, made.horizon, made.answer) == ("temp_max", 3, "temp_max_mean_next_3")
    assert len(made.names) == 32


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"horizont": 3}, r"project\.toml \[data\] horizont: unknown key; did you mean `horizon`"),
        ({"horizon": 0}, r"\[data\] horizon: `0` is not a number of days from 1 to 28"),
        ({"horizon": True}, r"\[data\] horizon: `True` is not"),
        ({"date": "when"}, r"\[data\] date: `when` is no column of schema\.json"),
        ({"date": "visitors"}, r"\[data\] date: `visitors` is no column of schema.json with the kind \"ignored\""),
        ({"differences": {"gap": ["visitors", "age"]}}, r"differences\] gap: `age` is no number of schema\.json"),
        ({"differences": {"gap": "visitors"}}, r"differences\] gap: has to be a list of two columns"),
        ({"differences": {"visitors": ["visitors", "sales (net.)"]}}, "column `visitors`: a feature that is made"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_by_key(data, message):
    with pytest.raises(ConfigurationError, match=message):
        recipe(configured(data=data))


def test_a_category_is_refused_by_name():
    columns = [*COLUMNS, {"name": "shop", "kind": "category"}]
    with pytest.raises(ConfigurationError, match=r"column `shop` kind: .* numbers only; use \"ignored\""):
        recipe(configured(columns))


def test_a_classification_is_refused():
    task = replace(configured().task, kind="classification")
    with pytest.raises(ConfigurationError, match="a forecast of days is a regression"):
        recipe(replace(configured(), task=task))


def test_a_column_with_the_name_of_a_feature_is_refused():
    columns = [*COLUMNS, {"name": "visitors_lag_1", "kind": "number"}]
    with pytest.raises(ConfigurationError, match="column `visitors_lag_1`: a feature that is made of other columns"):
        recipe(configured(columns))
