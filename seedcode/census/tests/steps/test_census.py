"""Reading census tables, good and bad."""

import csv

import pandas as pd
import pytest

from census import COLUMNS, DataError, read_folder, read_table
from preprocess import preprocess

ROW = [39, "State-gov", 77516, "Bachelors", 13, "Never-married", "Adm-clerical", "Not-in-family"]
ROW += ["White", "Male", 2174, 0, 40, "United-States"]
HEADER = [name.replace("_", "-") for name in COLUMNS]


def people(count, **changes):
    rows = [dict(zip(COLUMNS, [*ROW, ">50K" if number % 3 else "<=50K"], strict=True)) for number in range(count)]
    return [list((row | changes).values()) for row in rows]


def write(folder, rows, separator=",", name="people.csv"):
    folder.mkdir(exist_ok=True)
    with (folder / name).open("w", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return folder / name


def test_the_original_files_are_read_as_they_are(tmp_path):
    (tmp_path / "adult.data").write_text("\n".join(", ".join(map(str, row)) for row in people(4)) + "\n\n")
    lines = ["|1x3 Cross validator", *(", ".join(map(str, row)) + "." for row in people(4))]
    (tmp_path / "adult.test").write_text("\n".join(lines) + "\n\n")
    table = read_folder(tmp_path)
    assert list(table.columns) == COLUMNS
    assert table["income"].tolist() == [0, 1, 1, 0, 0, 1, 1, 0]
    assert table["workclass"].unique().tolist() == ["State-gov"]


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("header", [[HEADER], [COLUMNS], []])
def test_a_header_and_a_semicolon_are_understood(tmp_path, separator, header):
    table = read_table(write(tmp_path, [*header, *people(3)], separator))
    assert len(table) == 3
    assert table["age"].tolist() == [39, 39, 39]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "people.csv: the file is empty"),
        ([HEADER], "there are no rows"),
        ([[name for name in HEADER if name != "race"], *people(2)], "column `race` is missing"),
        ([HEADER, ["39", "State-gov"]], "row 1: 2 columns where 15 belong"),
        ([HEADER, *people(1), *people(1, age="old")], "row 2: column `age` is `old`, not a number"),
        ([HEADER, *people(1), *people(1, income="rich")], "row 2: column `income` is `rich`, not >50K or <=50K"),
        ([HEADER, *people(1, income="")], "row 1: column `income` is ``"),
        ([HEADER, *people(9, income=">50K")], "column `income` is the same in all 9 rows"),
        ([HEADER, *people(9)], "9 rows are too few"),
    ],
)
def test_bad_tables_are_refused_by_name_and_nothing_is_written(tmp_path, rows, message):
    folder = write(tmp_path / "raw", rows).parent
    with pytest.raises(DataError, match=message):
        preprocess(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_wrong_separator_is_refused(tmp_path):
    write(tmp_path / "raw", people(3), "|")
    with pytest.raises(DataError, match="is the separator wrong"):
        read_folder(tmp_path / "raw")


def test_sets_have_the_same_share_of_high_incomes(local_run):
    sets = [pd.read_csv(local_run.examples / name / f"{name}.csv") for name in ("train", "validation", "test")]
    shares = [table["income"].mean() for table in sets]
    assert max(shares) - min(shares) < 0.01
    assert [len(table) for table in sets] == [3600, 900, 1500]
