"""Reading census tables, good and bad."""

import csv

import pandas as pd
import pytest

from census import COLUMNS, read_folder, read_table
from preprocess import preprocess, split
from support.outcome import DataError, read_facts

ROW = [39, "State-gov", 77516, "Bachelors", 13, "Never-married", "Adm-clerical", "Not-in-family"]
ROW += ["White", "Male", 2174, 0, 40, "United-States"]
HEADER = [name.replace("_", "-") for name in COLUMNS]


def people(count, **changes):
    rows = [dict(zip(COLUMNS, [*ROW, ">50K" if number % 3 else "<=50K"], strict=True)) for number in range(count)]
    return [list((row | changes).values()) for row in rows]


def strangers(count, **changes):
    """People of whom no two are alike."""
    rows = people(count, **changes)
    return [[*row[:2], 20000 + number, *row[3:]] for number, row in enumerate(rows)]


def sets(folder):
    return {name: pd.read_csv(folder / name / f"{name}.csv") for name in ("train", "validation", "test")}


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
        ([HEADER, *people(1), *people(1, age="old")], "row 2: column `age` is `old`, not a finite number"),
        ([HEADER, *people(1), *people(1, age="inf")], "people.csv, row 2: column `age` is `inf`, not a finite number"),
        ([HEADER, *people(1, capital_gain="nan")], "row 1: column `capital_gain` is `nan`, not a finite number"),
        ([HEADER, *people(1), *people(1, income="rich")], "row 2: column `income` is `rich`, not >50K or <=50K"),
        ([HEADER, *people(1, income="")], "row 1: column `income` is ``"),
        ([HEADER, *people(9, income=">50K")], "column `income` is the same in all 9 rows"),
        ([HEADER, *strangers(9)], "9 different rows are too few"),
        ([HEADER, *people(900)], "2 different rows are too few"),
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


def test_a_file_that_is_not_utf_8_is_refused_by_name(tmp_path):
    (tmp_path / "latin.csv").write_bytes("39,José\n".encode("latin-1"))
    with pytest.raises(DataError, match=r"latin\.csv: not UTF-8, at byte 7"):
        preprocess(tmp_path, tmp_path / "out")


def test_a_table_in_a_folder_below_is_read_too(tmp_path):
    write(tmp_path / "raw", [HEADER, *strangers(3)])
    write(tmp_path / "raw" / "2024", [HEADER, *people(3)])
    assert len(read_folder(tmp_path / "raw")) == 6


def test_sets_have_nearly_the_same_share_of_high_incomes(local_run):
    shares = [table["income"].mean() for table in sets(local_run.examples).values()]
    assert max(shares) - min(shares) < 0.04


def test_a_person_stays_in_their_set_when_more_are_added(tmp_path):
    counts = [preprocess(write(tmp_path / name, [HEADER, *strangers(number)]).parent, tmp_path / "out" / name)
              for name, number in (("few", 400), ("many", 1200))]  # fmt: skip
    few, many = (split(read_folder(tmp_path / name)) for name in ("few", "many"))
    assert sum(counts[0].values()) == 400
    for name, part in few.items():
        assert len(part.merge(many[name])) == len(part)


def test_a_number_written_otherwise_is_the_same_row(tmp_path):
    write(tmp_path / "raw", [HEADER, *people(1), *people(1, age="39.0")])
    assert len(read_table(tmp_path / "raw" / "people.csv").drop_duplicates()) == 1


def test_rows_that_come_four_times_are_kept_once_and_counted(tmp_path):
    rows = strangers(400)
    counts = preprocess(write(tmp_path / "raw", [HEADER, *rows * 4]).parent, tmp_path / "out")
    facts = read_facts(tmp_path / "out" / "facts")
    assert sum(counts.values()) == facts["rows"] == 400
    assert facts["warnings"] == ["1200 of 1600 rows are exact duplicates (75.0%): each was kept once"]


def test_a_category_with_hundreds_of_rare_values_is_a_warning(tmp_path):
    rows = [[*row[:6], f"occupation {number}", *row[7:]] for number, row in enumerate(strangers(400))]
    preprocess(write(tmp_path / "raw", [HEADER, *rows]).parent, tmp_path / "out")
    warnings = read_facts(tmp_path / "out" / "facts")["warnings"]
    assert warnings == ["column `occupation`: 400 of 400 values come fewer than 5 times"]
