"""Another daily table: `make new` writes its two files, and refuses what is none in a sentence."""

import math
from datetime import date, timedelta

import pandas as pd
import pytest

from project.compare import comparison
from project.configuration import read_project
from project.new_daily import documents, new, write
from recipe import recipe
from support.errors import DataError


def table(count=150, step=1) -> pd.DataFrame:
    days = [date(2021, 1, 1) + timedelta(step * number) for number in range(count)]
    return pd.DataFrame(
        {
            "row": range(1, count + 1),
            "when": days,
            "sales, net": [round(100 + 40 * math.sin(number / 9), 2) for number in range(count)],
            "change": [math.cos(number) for number in range(count)],
            "visitors": [None if number == 7 else number % 31 for number in range(count)],
            "shop": "main",
            "constant": 4,
        }
    )


def saved(folder, rows: pd.DataFrame):
    folder.mkdir(exist_ok=True)
    rows.to_csv(folder / "table.csv", index=False)
    return folder


@pytest.fixture
def columns(tmp_path):
    write(documents(saved(tmp_path / "raw", table()), "sales, net", 5), tmp_path)
    return {column.name: column for column in read_project(tmp_path).columns}


def test_numbers_are_measurements_and_everything_else_is_ignored_with_the_reason(tmp_path, columns):
    made = recipe(read_project(tmp_path))
    assert (made.date, made.target, made.horizon) == ("when", "sales, net", 5)
    assert made.measurements == ("sales, net", "change", "visitors")
    assert columns["shop"].description.startswith("text")
    assert columns["row"].description == "counts the rows"
    assert columns["constant"].description == "always the same"


def test_only_a_column_with_empty_cells_is_nullable(columns):
    assert [name for name, column in columns.items() if column.nullable] == ["visitors"]


def test_ranges_leave_room_on_both_sides_and_nothing_below_0_where_nothing_is(columns):
    assert (columns["visitors"].minimum, columns["visitors"].maximum) == (0, 60)
    assert (columns["change"].minimum, columns["change"].maximum) == (-3, 3)


@pytest.mark.parametrize(
    ("rows", "target", "message"),
    [
        (table().drop(columns="when"), "change", "no column has dates like 2015-12-31; .* the seeds census or abalone"),
        (table(step=7), "change", "column `when`: 150 of the 1044 days .* too few; .* census or abalone"),
        (pd.concat([table(), table()]), "change", "`when`: 2021-01-01 is in 2 rows, one row per day is needed"),
        (table(), "shop", "column `shop`: text: .* a forecast needs numbers that change; .*census or abalone"),
        (table(), "constant", "column `constant`: always the same"),
        (table(), "price", "TARGET: `price` is no column of the table; there are row, when"),
        (table(100), "change", "100 days: give at least 140"),
    ],
)  # fmt: skip
def test_what_is_no_daily_table_is_refused_in_a_sentence(tmp_path, rows, target, message):
    with pytest.raises(DataError, match=message):
        documents(saved(tmp_path / "raw", rows), target, 3)


def test_files_that_do_not_fit_each_other_leave_the_old_ones(tmp_path):
    old = documents(saved(tmp_path / "raw", table()), "change", 3)
    write(old, tmp_path)
    with pytest.raises(DataError, match="horizon: `99` is not a number of days"):
        write(documents(tmp_path / "raw", "change", 99), tmp_path)
    assert {name: (tmp_path / name).read_text() for name in old} == old


def test_the_first_run_is_shown_among_the_runs(tmp_path):
    saved(tmp_path / "given", table())
    result = new(str(tmp_path / "given"), "change", 3, tmp_path / "build", tmp_path)
    assert result["metric"]["name"] in comparison(tmp_path / "build" / "runs")
    assert "the first one kept" in comparison(tmp_path / "build" / "runs")


def test_without_a_table_or_a_column_it_says_how_it_is_called(tmp_path):
    with pytest.raises(DataError, match=r"make new DATA=file\.csv TARGET=column"):
        new("", "", 3, tmp_path, tmp_path)
