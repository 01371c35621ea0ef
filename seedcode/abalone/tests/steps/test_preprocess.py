"""How raw tables become examples, and what is said about tables that cannot."""

import csv
import random

import pandas as pd
import pytest

from measurements import COLUMNS
from preprocess import preprocess
from support.outcome import DataError, read_facts

HEADER = [*COLUMNS, "rings"]
GOOD = ["M", 0.455, 0.365, 0.095, 0.514, 0.2245, 0.101, 0.15, 15]


def animals(count):
    dice = random.Random(1)
    measured = [[round(dice.random(), 4) for _ in range(7)] for _ in range(count)]
    return [["FIM"[number % 3], *row, 1 + number % 20] for number, row in enumerate(measured)]


def changed(column, value):
    return [*animals(120), [value if name == column else good for name, good in zip(HEADER, GOOD, strict=True)]]


def write(folder, rows, header=HEADER, separator=","):
    folder.mkdir(exist_ok=True)
    with (folder / "animals.csv").open("w", newline="") as file:
        csv.writer(file, delimiter=separator).writerows([header, *rows])
    return folder


def sets(folder):
    return {name: pd.read_csv(folder / name / f"{name}.csv") for name in ("train", "validation", "test")}


def test_every_animal_is_in_one_set_and_twins_are_one_animal(tmp_path):
    rows = animals(400)
    counts = preprocess(write(tmp_path / "raw", [*rows, *rows[:50]]), tmp_path / "out")
    assert sum(counts.values()) == 400
    assert not pd.concat(sets(tmp_path / "out").values()).duplicated().any()
    assert counts["train"] > counts["test"] > counts["validation"] > 0
    facts = read_facts(tmp_path / "out" / "facts")
    assert facts["rows"] == 400
    assert facts["warnings"] == ["50 of 450 animals are exact duplicates (11.1%): each was kept once"]


def test_animals_stay_in_their_set_when_more_are_added(tmp_path):
    preprocess(write(tmp_path / "raw", animals(200)), tmp_path / "first")
    preprocess(write(tmp_path / "raw", animals(400)[::-1]), tmp_path / "second")
    before, after = sets(tmp_path / "first"), sets(tmp_path / "second")
    for name in before:
        assert len(before[name].merge(after[name])) == len(before[name])


@pytest.mark.parametrize(
    ("rows", "header", "separator", "message"),
    [
        (animals(120), [name.replace("height", "tallness") for name in HEADER], ",", "column `height` is missing"),
        (animals(120), HEADER[:-1], ",", "column `rings` is missing"),
        (animals(120), HEADER, ";", "is the separator a comma"),
        ([], HEADER, ",", "the file is empty"),
        (animals(20), HEADER, ",", "20 animals are too few, give at least 100"),
        (changed("length", "long"), HEADER, ",", "column `length`, line 122: `long` is not a finite number"),
        (changed("length", -1), HEADER, ",", "column `length`, line 122: `-1` is less than nothing"),
        (changed("height", "inf"), HEADER, ",", "column `height`, line 122: `inf` is not a finite number"),
        (changed("rings", "NaN"), HEADER, ",", "column `rings`, line 122: `NaN` is not a finite number"),
        (changed("rings", ""), HEADER, ",", "column `rings`, line 122: `` is not a finite number"),
        (changed("sex", "X"), HEADER, ",", "column `sex`, line 122: `X` is none of F, I, M"),
    ],
)
def test_bad_data_is_refused_by_name_and_nothing_is_written(tmp_path, rows, header, separator, message):
    with pytest.raises(DataError, match=message) as refused:
        preprocess(write(tmp_path / "raw", rows, header, separator), tmp_path / "out")
    assert str(tmp_path / "raw") in str(refused.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"broken\.csv: the file is empty or not a table"),
        (b"\xff\xfe\x00\x01,\x80", r"broken\.csv: not UTF-8, invalid start byte at byte 1"),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_name(tmp_path, content, message):
    (tmp_path / "broken.csv").write_bytes(content)
    with pytest.raises(DataError, match=message):
        preprocess(tmp_path, tmp_path / "out")


def test_a_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"no \.csv file here"):
        preprocess(tmp_path, tmp_path / "out")
