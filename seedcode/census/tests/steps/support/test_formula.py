"""Columns that are computed from other columns."""

import math

import pytest

from support.configuration import from_document
from support.errors import ConfigurationError
from support.formula import Formula, computed

TABLE = {"shell": [1.0, 2.0, None], "meat": [4.0, 0.0, 1.0], "whole weight (g)": [10, 20, 30]}


def document(**column):
    return {
        "task": {"target": "rings", "kind": "regression"},
        "metric": {"name": "rmse"},
        "columns": [
            {"name": "shell", "kind": "number", "feature": False},
            {"name": "meat", "kind": "number"},
            {"name": "sex", "kind": "category"},
            {"name": "ratio", "kind": "number", "formula": "shell / meat"} | column,
            {"name": "rings", "kind": "number"},
        ],
    }


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("shell / meat", 0.25),
        ("-shell + 2 * (meat - 1.5)", 4),
        ("`whole weight (g)` - shell - meat", 5),
        ("shell*shell/`whole weight (g)`", 0.1),
    ],
)
def test_a_formula_is_arithmetic_over_columns(text, first):
    assert Formula(text, "here").values(TABLE)[0] == pytest.approx(first)


def test_what_is_missing_or_divided_by_nothing_is_missing():
    assert [math.isnan(value) for value in Formula("shell / meat", "here").values(TABLE)] == [False, True, True]


def test_columns_are_named_once_for_each_place():
    assert Formula("shell / meat - `whole weight (g)`", "here").columns == ("shell", "meat", "whole weight (g)")


@pytest.mark.parametrize(
    "text",
    [
        "shell /",
        "shell ** 2",
        "abs(shell)",
        "shell.real",
        "shell[0]",
        "'text'",
        "shell if meat else 1",
        "True",
        "[shell]",
    ],
)
def test_what_is_no_arithmetic_is_refused(text):
    with pytest.raises(ConfigurationError, match=r"here: `.*` has to be numbers, names of number columns"):
        Formula(text, "here")


def test_the_model_is_given_what_is_computed_and_a_request_what_it_is_computed_from():
    configuration = from_document(document())
    assert [column.name for column in configuration.features] == ["meat", "sex", "ratio"]
    assert [column.name for column in configuration.requested] == ["shell", "meat", "sex"]
    assert [column.name for column in configuration.given] == ["shell", "meat", "sex", "rings"]
    assert computed(TABLE, configuration.formulas)["ratio"][0] == 0.25


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ({"formula": "shel / meat"}, "column `ratio` formula: `shel` is no number of the table .*did you mean `shell`"),
        ({"formula": "sex * 2"}, "`sex` is no number of the table"),
        ({"formula": "rings / 2"}, "`rings` is no number of the table"),
        ({"formula": "ratio + 1"}, "`ratio` is no number of the table"),
        ({"minimum": 0}, "formula: what is computed is a number without limits"),
        ({"kind": "category"}, "formula: what is computed is a number without limits"),
    ],
)
def test_a_formula_that_cannot_be_computed_is_refused(column, message):
    with pytest.raises(ConfigurationError, match=message):
        from_document(document(**column))
