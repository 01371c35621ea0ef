"""Reads one file: rows that the model takes, and rows that it does not, each with its reason."""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from support.contract import Contract
from support.rows import checked

CONTROL = "\x00"


class FileRefusedError(ValueError):
    """Nothing of the file can be used; the message says why."""


class Row(NamedTuple):
    """A row by its line in the file. Without a reason `cells` are what the model is given, with one what was read."""

    line: int
    cells: list[str]
    kept: list[str]
    reason: str = ""


class Table:
    """An open file: its header has been read, its rows come one after the other."""

    def __init__(self, lines: Iterator[list[str]], reader: Any, contract: Contract, keep: tuple[str, ...]) -> None:
        self.header = [name.strip() for name in next(lines, [])]
        self.contract, self.keep = contract, keep
        self._lines, self._reader = lines, reader
        refuse_header(self.header, (*contract.names, *keep))

    def rows(self) -> Iterator[Row]:
        for cells in self._lines:
            if cells:
                yield self._row(self._reader.line_num, cells)

    def _row(self, line: int, cells: list[str]) -> Row:
        if len(cells) != len(self.header):
            return Row(line, cells, [], f"{len(cells)} cells, the header has {len(self.header)}")
        named = dict(zip(self.header, cells, strict=True))
        try:
            return Row(line, checked(named, self.contract), [named[name] for name in self.keep])
        except ValueError as error:
            return Row(line, cells, [], str(error))


def read_rows(file: Path, contract: Contract, separator: str, keep: tuple[str, ...]) -> Iterator[Table | Row]:
    """The table, then its rows. Raises FileRefusedError when it is no such table, at the start or at any line."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text, delimiter=separator, strict=True, skipinitialspace=True)
            table = Table(iter(reader), reader, contract, keep)
            yield table
            yield from table.rows()
    except UnicodeDecodeError as error:
        raise FileRefusedError(f"it is not UTF-8 text (byte {error.start})") from error
    except csv.Error as error:
        raise FileRefusedError(f"it is no CSV: {error}") from error


def refuse_header(header: list[str], wanted: tuple[str, ...]) -> None:
    """Other columns than the wanted ones may be there, in any order: they are left out."""
    if not header:
        raise FileRefusedError("it is empty: the first line has to name the columns")
    if CONTROL in "".join(header):
        raise FileRefusedError("it is no text: the first line has zero bytes")
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise FileRefusedError(f"two columns are called `{twice[0]}`")
    if missing := [name for name in wanted if name not in header]:
        raise FileRefusedError(f"its first line does not name {', '.join(f'`{name}`' for name in missing)}")


def digest_of(file: Path) -> str:
    found = hashlib.sha256()
    with file.open("rb") as content:
        while part := content.read(1 << 20):
            found.update(part)
    return found.hexdigest()
