"""Where the raw data comes from."""

import csv

import pytest

from project.data import fetch


def test_without_a_source_a_table_is_generated_and_it_is_the_same_each_time(tmp_path):
    first, second = (fetch("", tmp_path / name / "raw") / "generated.csv" for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
    with first.open(newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows[0]) == 15
    assert {"?", "Private"} <= {row[1] for row in rows}


def test_a_folder_is_copied_table_by_table(tmp_path):
    (tmp_path / "mine").mkdir()
    for name in ("adult.data", "adult.test", "adult.names"):
        (tmp_path / "mine" / name).write_text("39\n")
    found = {file.name for file in fetch(str(tmp_path / "mine"), tmp_path / "raw").iterdir()}
    assert found == {"adult.data", "adult.test"}


def test_what_an_earlier_run_left_is_not_mixed_in(tmp_path):
    fetch("", tmp_path / "raw")
    (tmp_path / "adult.data").write_text("39\n")
    folder = fetch(str(tmp_path / "adult.data"), tmp_path / "raw")
    assert [file.name for file in folder.iterdir()] == ["adult.data"]


def test_a_place_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.csv"):
        fetch(str(tmp_path / "nowhere.csv"), tmp_path / "raw")


def test_a_table_in_a_folder_below_is_copied_too(tmp_path):
    (tmp_path / "mine" / "2024").mkdir(parents=True)
    (tmp_path / "mine" / "2024" / "adult.data").write_text("39\n")
    assert (fetch(str(tmp_path / "mine"), tmp_path / "raw") / "2024" / "adult.data").exists()
