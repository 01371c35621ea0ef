"""Where the raw data comes from."""

import pytest

from project.data import fetch


def test_without_a_source_the_seattle_data_is_used(tmp_path):
    folder = fetch("", tmp_path / "raw")
    header, first = (folder / "seattle-weather.csv").read_text().splitlines()[:2]
    assert header == "date,precipitation,temp_max,temp_min,wind,weather"
    assert first.startswith("2012")


def test_a_folder_is_copied_table_by_table(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "one.csv").write_text("date\n")
    (tmp_path / "mine" / "notes.txt").write_text("not a table")
    assert [file.name for file in fetch(str(tmp_path / "mine"), tmp_path / "raw").iterdir()] == ["one.csv"]


def test_a_place_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.csv"):
        fetch(str(tmp_path / "nowhere.csv"), tmp_path / "raw")
