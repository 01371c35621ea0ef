"""From raw observations to examples, good and bad."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from preprocess import preprocess as preprocess_with
from project.configuration import read_project
from spark.local_spark import use
from split import start_of_test
from support.errors import DataError
from support.outcome import read_facts

SEATTLE = Path(__file__).parent / "seattle"
MISSING = 200
HEADER = ["date", "precipitation", "temp_max", "temp_min", "wind", "weather"]


@pytest.fixture(autouse=True)
def spark():
    use()


def preprocess(data, output, changed=None):
    """With the seed's configuration; `changed` are other properties of a column by its name."""
    configuration = read_project(SEATTLE)
    columns = tuple(replace(column, **(changed or {}).get(column.name, {})) for column in configuration.columns)
    return preprocess_with(data, output, "", replace(configuration, columns=columns))


def days(count, start=date(2020, 1, 1)):
    return [[start + timedelta(number), 0.5, 10 + number / 8, 4 + number / 8, 3.0, "sun"] for number in range(count)]


def write(folder, rows, header=HEADER, separator=","):
    folder.mkdir(exist_ok=True)
    with (folder / "observations.csv").open("w", newline="") as file:
        csv.writer(file, delimiter=separator).writerows([header, *rows])
    return folder


def read(file):
    with file.open(newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Examples from 400 days of which one is missing and 50 come twice alike."""
    use()
    folder, rows = tmp_path_factory.mktemp("prepared"), days(400)
    del rows[MISSING]
    preprocess(write(folder / "raw", [*rows, *days(50)]), folder / "out")
    return folder / "out"


def test_target_is_the_mean_maximum_of_the_next_three_days(prepared):
    first = read(prepared / "train" / "train.csv")[0]
    assert first["date"] == "2020-01-14"  # the first day with two weeks behind it
    assert float(first["temp_max"]) == 10 + 13 / 8
    assert float(first["temp_max_mean_next_3"]) == 10 + (14 + 15 + 16) / 3 / 8
    assert float(first["temp_max_lag_2"]) == 10 + 11 / 8
    assert float(first["temp_max_mean_3"]) == 10 + 12 / 8
    assert float(first["temp_range_mean_14"]) == 6


def test_sets_follow_each_other_and_do_not_see_each_others_days(local_run):
    sets = {name: read(local_run.examples / name / f"{name}.csv") for name in ("train", "validation", "test")}
    for earlier, later in (("train", "validation"), ("validation", "test")):
        last_day_seen = date.fromisoformat(sets[earlier][-1]["date"]) + timedelta(3)
        assert last_day_seen < date.fromisoformat(sets[later][0]["date"]) + timedelta(1)


def test_days_beside_a_gap_are_left_out(prepared):
    found = {row["date"] for name in ("train", "validation", "test") for row in read(prepared / name / f"{name}.csv")}
    gap = date(2020, 1, 1) + timedelta(MISSING)
    assert not {(gap + timedelta(shift)).isoformat() for shift in range(-3, 14)} & found
    assert (gap + timedelta(14)).isoformat() in found or (gap - timedelta(4)).isoformat() in found


@pytest.mark.parametrize(
    ("rows", "header", "separator", "message"),
    [
        (days(200), [name if name != "wind" else "breeze" for name in HEADER], ",", "column `wind` is missing"),
        (days(200), HEADER, ";", "is the separator a comma"),
        ([], HEADER, ",", "the file is empty"),
        (days(20), HEADER, ",", "give at least 140 days"),
        ([*days(200), ["2021-01-01", 0.5, "warm", 4, 3, ""]], HEADER, ",", "`temp_max`: no usable value on 2021-01-01"),
        ([*days(200), ["2021-01-01", 0.5, "", 4, 3, ""]], HEADER, ",", "`temp_max`: no usable value on 2021-01-01"),
        ([*days(200), ["soon", 0.5, 9, 4, 3, "sun"]], HEADER, ",", "column `date`: no usable value on soon"),
        ([*days(200), ["2021-01-01", "inf", 9, 4, 3, ""]], HEADER, ",", "`precipitation`: no usable value on 2021"),
        ([*days(200), ["2021-01-01", 0.5, 95, 4, 3, ""]], HEADER, ",", "`temp_max`: 95 is above the maximum 60 on"),
        ([*days(200), ["2021-01-01", 0.5, 9, 4, -1, ""]], HEADER, ",", "`wind`: -1 is below the minimum 0 on 2021-01"),
        ([*days(200), ["2020-01-01", 0.5, 9, 4, 3, ""]], HEADER, ",", "2020-01-01 comes 2 times with other values"),
    ],
)  # fmt: skip
def test_bad_data_is_refused_by_name_and_nothing_is_written(tmp_path, rows, header, separator, message):
    with pytest.raises(DataError, match=message):
        preprocess(write(tmp_path / "raw", rows, header, separator), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_day_without_a_value_of_a_nullable_column_is_a_day_that_is_missing(tmp_path, prepared):
    """The examples are those of the table without that day."""
    rows = days(400)
    rows[MISSING][4] = ""
    preprocess(write(tmp_path / "raw", rows), tmp_path / "out", {"wind": {"nullable": True}})
    for name in ("train", "validation", "test"):
        assert read(tmp_path / "out" / name / f"{name}.csv") == read(prepared / name / f"{name}.csv")
    warning = "days without a value: 1, left out with every example that needs them"
    assert read_facts(tmp_path / "out" / "facts")["warnings"] == [warning]


def test_a_nullable_column_takes_no_text(tmp_path):
    rows = days(200)
    rows[7][4] = "calm"
    with pytest.raises(DataError, match="`wind`: no usable value on 2020-01-08"):
        preprocess(write(tmp_path / "raw", rows), tmp_path / "out", {"wind": {"nullable": True}})


def test_a_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"no \.csv file here"):
        preprocess(tmp_path, tmp_path / "out")


def test_a_file_that_is_not_utf_8_is_refused_by_name(tmp_path):
    folder = write(tmp_path / "raw", days(200))
    with (folder / "observations.csv").open("ab") as file:
        file.write("2021-01-01,1,2,3,4,Schneegestöber\n".encode("latin-1"))
    with pytest.raises(DataError, match=r"observations\.csv: not UTF-8, invalid"):
        preprocess(folder, tmp_path / "out")


def test_a_day_that_comes_twice_alike_is_one_day_and_counted(prepared):
    facts = read_facts(prepared / "facts")
    assert facts["rows"] == 399
    assert facts["warnings"] == ["50 of 449 days are exact duplicates (11.1%): each was kept once"]


def test_the_test_set_stays_while_days_are_added_and_moves_by_a_whole_quarter(local_run):
    first = date(2012, 1, 14)
    starts = {}
    for count in range(1300, 1700):
        calendar = [first + timedelta(number) for number in range(count)]
        starts.setdefault(calendar[start_of_test(calendar)], []).append(count)
    assert all(start.day == 1 and start.month in (1, 4, 7, 10) for start in starts)
    assert len(starts) <= 5
    assert read(local_run.examples / "test" / "test.csv")[0]["date"] == "2015-01-01"


def test_too_few_days_for_a_quarter_are_split_by_their_share():
    calendar = [date(2020, 1, 1) + timedelta(number) for number in range(20)]
    assert start_of_test(calendar) == 15
