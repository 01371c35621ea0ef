"""Files that are no tables, and rows that do not fit their header."""

from pathlib import Path

import pytest

from support.intake import FileRefusedError, Row, read_rows


def read(tmp_path: Path, contract, content: bytes, separator: str = ",", keep: tuple[str, ...] = ()):
    file = tmp_path / "file"
    file.write_bytes(content)
    _, *rows = read_rows(file, contract, separator, keep)
    return rows


def header(contract) -> bytes:
    return ",".join(contract.names).encode() + b"\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"\xff\xfea\x00", "it is not UTF-8 text"),
        (b"age,age\n1,2\n", "two columns are called `age`"),
        (b"colour\nred\n", "its first line does not name `age`"),
        (b'age,"workclass\n', "it is no CSV"),
        (b"PAR1\x00\x00\n", "zero bytes|no CSV|does not name"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path, contract, content, reason):
    with pytest.raises(FileRefusedError, match=reason):
        read(tmp_path, contract, content)


def test_a_column_to_keep_has_to_be_there(tmp_path, contract):
    with pytest.raises(FileRefusedError, match="does not name `person`"):
        read(tmp_path, contract, header(contract), keep=("person",))


def test_text_that_stops_being_text_later_refuses_the_whole_file(tmp_path, contract, good):
    with pytest.raises(FileRefusedError, match="UTF-8"):
        read(tmp_path, contract, header(contract) + good.encode() + b"\n\xff\xfe\n")


def test_rows_with_too_few_or_many_cells_are_rejected_and_the_others_are_not(tmp_path, contract, good):
    content = header(contract) + f"{good}\n1,2\n{good},x\n\n{good}\n".encode()
    found = read(tmp_path, contract, content)
    assert all(isinstance(row, Row) for row in found)
    assert [(row.line, row.reason) for row in found] == [
        (2, ""),
        (3, "2 cells, the header has 10"),
        (4, "11 cells, the header has 10"),
        (6, ""),
    ]


def test_windows_files_with_a_mark_at_their_start_and_semicolons_are_read(tmp_path, contract, good):
    text = f"{';'.join(contract.names)}\r\n{good.replace(',', ';')}\r\n"
    (row,) = read(tmp_path, contract, b"\xef\xbb\xbf" + text.encode(), separator=";")
    assert row.cells == good.split(",")
