"""Where the raw data comes from."""

import pytest

from project.configuration import read_project
from project.data import fetch
from project.example_data import ENDINGS, HEADER
from project.generated import GENERATED, fits, table, write_table
from tables import ENDINGS as READ
from tables import read_folder


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_without_a_source_there_is_a_table_that_fits_the_schema_and_is_the_same_each_time(tmp_path):
    first, second = (fetch("", tmp_path / name / "raw") for name in ("one", "two"))
    assert contents(first) == contents(second)
    found, left_out = read_folder(first, read_project())
    assert len(found) > 1000
    assert left_out == 0


def test_a_schema_of_other_columns_gets_a_table_that_fits_it(tmp_path, late, delay):
    for configuration in (late, delay):
        assert not fits(HEADER, configuration)
        assert read_folder(write_table(tmp_path, configuration).parent, configuration)[0].shape == (4000, 7)


def test_a_generated_table_has_missing_values_where_they_are_allowed(late):
    (header, *rows) = table(late, 500)
    empty = {name for row in rows for name, cell in zip(header, row, strict=True) if not cell}
    assert empty == {"carrier", "wind"}


def test_what_can_be_fetched_can_be_read():
    assert ENDINGS == READ


def test_a_folder_is_copied_table_by_table(tmp_path):
    (tmp_path / "mine" / "2024").mkdir(parents=True)
    for name in ("one.csv", "2024/one.data", "one.names"):
        (tmp_path / "mine" / name).write_text("39\n")
    folder = fetch(str(tmp_path / "mine"), tmp_path / "raw")
    assert {str(file.relative_to(folder)) for file in folder.rglob("*.*")} == {"one.csv", "2024/one.data"}


def test_what_an_earlier_run_left_is_not_mixed_in(tmp_path):
    fetch("", tmp_path / "raw")
    (tmp_path / "mine.csv").write_text("39\n")
    assert list(contents(fetch(str(tmp_path / "mine.csv"), tmp_path / "raw"))) == ["mine.csv"]
    assert GENERATED not in contents(tmp_path / "raw")


@pytest.mark.parametrize("name", ["nowhere.csv", "table.xlsx"])
def test_what_is_not_there_or_no_table_is_refused_by_name(tmp_path, name):
    (tmp_path / "table.xlsx").write_bytes(b"PK")
    with pytest.raises(FileNotFoundError, match=name):
        fetch(str(tmp_path / name), tmp_path / "raw")
