"""Reading raw tables, good and bad."""

from dataclasses import replace

import pytest

from preprocess import preprocess
from reading import reading
from support.errors import ConfigurationError, DataError
from tables import read_folder, read_table

HEADER = ["miles", "carrier", "wind", "cabin", "sex", "flight", "late"]
ROW = ["500", "Blue", "-3.5", "economy", "f", "B 12", "no"]


def rows(count, **changes):
    """Rows of whom every third is late."""
    given = [dict(zip(HEADER, ROW, strict=True)) | {"late": "no" if number % 3 else "yes"} for number in range(count)]
    return [list((row | changes).values()) for row in given]


def with_data(configuration, **settings):
    return replace(configuration, data={**configuration.data, **settings})


@pytest.fixture
def read(tmp_path, write_rows, late):
    """The table that a file of these rows is."""

    def of(given, configuration=None, separator=","):
        folder = write_rows(tmp_path / "raw", given, separator=separator)
        return read_table(folder / "flights.csv", configuration or late)

    return of


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("header", [[HEADER], [["MILES ", "Carrier", "wind", "cabin", "Sex", "Flight", "Late"]], []])
def test_a_header_and_a_separator_are_understood(read, separator, header):
    table = read([*header, *rows(3)], separator=separator)
    assert list(table.columns) == HEADER
    assert table["miles"].tolist() == [500, 500, 500]
    assert table["late"].tolist() == [1, 0, 0]


def test_columns_may_come_in_another_order_and_are_ordered_by_the_schema(read):
    table = read([HEADER[::-1], *[row[::-1] for row in rows(3)]])
    assert list(table.columns) == HEADER
    assert table["cabin"].tolist() == ["economy"] * 3


def test_files_with_a_comment_and_a_mark_behind_the_label_are_read_as_they_are(tmp_path, late):
    """As the two files of the Adult data: one with a first line that is no row and a dot behind each label."""
    configuration = with_data(late, comment="|", strip=".")
    plain = "\n".join(", ".join(row) for row in rows(4))
    dotted = "\n".join(["|1x3 Cross validator", *(", ".join(row) + "." for row in rows(4))])
    (tmp_path / "flights.data").write_text(f"{plain}\n\n")
    (tmp_path / "flights.test").write_text(f"{dotted}\n\n")
    table, left_out = read_folder(tmp_path, configuration)
    assert table["late"].tolist() == [1, 0, 0, 1] * 2
    assert left_out == 0


def test_a_byte_order_mark_quotes_and_line_ends_of_windows_are_no_part_of_a_cell(tmp_path, late):
    text = '"miles","carrier","wind","cabin","sex","flight","late"\r\n500,"Blue, Inc.",1,first,m,"a\r\nb",yes\r\n'
    (tmp_path / "flights.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    table = read_table(tmp_path / "flights.csv", late)
    assert table["carrier"].tolist() == ["Blue, Inc."]
    assert table["miles"].tolist() == [500]


def test_what_is_not_known_is_missing_where_the_schema_allows_it(read):
    table = read([HEADER, *rows(1, carrier="?", wind=""), *rows(1, carrier="", wind="?")])
    assert table["carrier"].isna().all()
    assert table["wind"].isna().all()


def test_marks_in_numbers_are_read_as_the_settings_say(read, late):
    german = with_data(late, decimal=",", thousands=".")
    assert read([HEADER, *rows(1, miles="1.234,5 mi")], german)["miles"].tolist() == [1234.5]
    english = with_data(late, thousands=",")
    assert read([HEADER, *rows(1, miles="1,234.5"), *rows(1, miles="7 mi")], english)["miles"].tolist() == [1234.5, 7]
    with pytest.raises(DataError, match="`1,2`, not a finite number"):
        read([HEADER, *rows(1, miles="1,2")], english)


def test_labels_that_are_numbers_are_compared_as_numbers(read, late):
    columns = [replace(column, values=("0", "1")) if column.name == "late" else column for column in late.columns]
    configuration = replace(late, columns=tuple(columns), task=replace(late.task, positive="1"))
    assert read([HEADER, *rows(1, late="1.0"), *rows(1, late="0")], configuration)["late"].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "flights.csv: the file is empty"),
        ([HEADER], "there are no rows"),
        ([[name for name in HEADER if name != "sex"], *rows(2)], "column `sex` is missing"),
        ([[*HEADER, "gate"], *rows(2)], "column `gate` is not in schema.json; add it"),
        ([[*HEADER, "Miles"], *rows(2)], "two columns are called `miles`"),
        ([HEADER, ["500", "Blue"]], "row 1: 2 columns where 7 belong; is the separator wrong"),
        ([HEADER, *rows(1), *rows(1, miles="far")], "row 2: column `miles` is `far`, not a finite number"),
        ([HEADER, *rows(1), *rows(1, wind="inf")], "row 2: column `wind` is `inf`, not a finite number"),
        ([HEADER, *rows(1, wind="nan")], "row 1: column `wind` is `nan`, not a finite number"),
        ([HEADER, *rows(1, miles="-1")], "row 1: column `miles` is `-1`, below the minimum 0"),
        ([HEADER, *rows(3, miles="9001")], r"row 1: column `miles` is `9001`, above the maximum 9000 \(and 2 more"),
        ([HEADER, *rows(1), *rows(1, miles="?")], "row 2: column `miles` is `\\?`, missing, and the schema does not"),
        ([HEADER, *rows(1, cabin="second")], "row 1: column `cabin` is `second`, none of economy, first"),
        ([HEADER, *rows(1, cabin="")], "row 1: column `cabin` is ``, missing, and the schema does not allow that"),
        ([HEADER, *rows(1), *rows(1, late="maybe")], "row 2: column `late` is `maybe`, not no or yes"),
        ([HEADER, *rows(1, late="")], "row 1: column `late` is ``, missing, and the schema does not allow that"),
        ([HEADER, *rows(9, late="yes")], "column `late` is the same in all 9 rows"),
        ([HEADER, *rows(900)], "2 different rows are too few"),
    ],
)
def test_bad_tables_are_refused_by_name_and_nothing_is_written(tmp_path, write_rows, late, given, message):
    folder = write_rows(tmp_path / "raw", given)
    with pytest.raises(DataError, match=message):
        preprocess(folder, tmp_path / "out", "", late)
    assert not (tmp_path / "out").exists()


def test_another_separator_is_refused_and_can_be_set(read, late):
    with pytest.raises(DataError, match="is the separator wrong"):
        read(rows(3), separator="|")
    assert len(read(rows(3), with_data(late, separator="|"), "|")) == 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("1,José\n".encode("latin-1"), r"flights\.csv: not UTF-8, at byte 6; save it as UTF-8"),
        (b"\xff\xfe1\x00,\x00", r"flights\.csv: not UTF-8, at byte 1"),
        (b"\n\n \n", r"flights\.csv: the file is empty"),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_name(tmp_path, late, content, message):
    (tmp_path / "flights.csv").write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_folder(tmp_path, late)


def test_a_folder_without_tables_is_refused(tmp_path, late):
    (tmp_path / "notes.md").write_text("no table")
    with pytest.raises(DataError, match=r"no file here ends with \.csv"):
        read_folder(tmp_path, late)


def test_a_table_in_a_folder_below_is_read_too(tmp_path, write_rows, late):
    write_rows(tmp_path / "raw", [HEADER, *rows(3)])
    write_rows(tmp_path / "raw" / "2024", rows(2), name="more.CSV")
    assert len(read_folder(tmp_path / "raw", late)[0]) == 5


def test_rows_without_a_target_are_left_out_and_counted_if_the_settings_say_so(tmp_path, write_rows, late):
    folder = write_rows(tmp_path / "raw", [HEADER, *rows(4), *rows(2, late="?")])
    table, left_out = read_folder(folder, with_data(late, rows_without_target="leave out"))
    assert table["late"].tolist() == [1, 0, 0, 1]
    assert left_out == 2


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"headers": "yes"}, r"\[data\] headers: unknown key; did you mean `header`"),
        ({"header": "maybe"}, r"\[data\] header: `maybe` is none of auto, yes, no"),
        ({"unknown": "?"}, r"\[data\] unknown: `\?` is not a list of texts"),
        ({"separator": "||"}, r"\[data\] separator: `\|\|` is not one character"),
        ({"decimal": ",", "thousands": ","}, r"\[data\] decimal: has to be one character, and not that of thousands"),
        ({"rows_without_target": "drop"}, "rows_without_target: `drop` is none of refuse, leave out"),
    ],
)
def test_wrong_settings_are_refused_by_name(late, settings, message):
    with pytest.raises(ConfigurationError, match=message):
        reading(with_data(late, **settings))


def test_without_features_there_is_nothing_to_learn_from(late):
    columns = tuple(replace(column, feature=False) for column in late.columns)
    with pytest.raises(ConfigurationError, match="no column is a feature"):
        reading(replace(late, columns=columns))
