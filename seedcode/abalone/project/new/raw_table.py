"""The raw cells of a table that has no schema yet, under the names of its columns."""

import difflib
from pathlib import Path
from typing import NamedTuple

from reading import AUTO, Reading
from support.errors import DataError
from tables import plain, read_cells, tables

OTHER_SEPARATOR = "|"
FEWEST_COLUMNS = 2


class RawTable(NamedTuple):
    """All cells as text, by column, and the separator if it has to be named."""

    columns: dict[str, list[str]]
    separator: str

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values())))


def read(folder: Path, target: str) -> tuple[RawTable, str]:
    """The tables of a folder, one below the other, and the name of the target's column in them."""
    files = tables(folder)
    separator = AUTO if len(read_cells(files[0], Reading())[0]) >= FEWEST_COLUMNS else OTHER_SEPARATOR
    every = [read_cells(file, Reading(separator=separator)) for file in files]
    names, found, has_header = header(files[0], every[0][0], target)
    rows: list[list[str]] = []
    for file, cells in zip(files, every, strict=True):
        below = cells[1:] if has_header and cells[0] == every[0][0] else cells
        for number, row in enumerate(below, 1):
            if len(row) != len(names):
                raise DataError(f"{file}, row {number}: {len(row)} columns where {len(names)} belong")
        rows += below
    if not rows:
        raise DataError(f"{files[0]}: there are no rows")
    columns = {name: list(map(str.strip, cells)) for name, cells in zip(names, zip(*rows, strict=True), strict=True)}
    return RawTable(columns, separator), found


def header(file: Path, first: list[str], target: str) -> tuple[list[str], str, bool]:
    """The names of the columns, that of the target among them, and whether the first row has them."""
    cells = [cell.strip() or f"column_{number}" for number, cell in enumerate(first, 1)]
    numbered = [f"column_{number}" for number in range(1, len(first) + 1)]
    if len(cells) < FEWEST_COLUMNS:
        raise DataError(f"{file}: one column, `{cells[0]}`: is the separator none of , ; tab and |?")
    for names, has_header in ((cells, True), (numbered, False)):
        if found := [name for name in names if name == target] or [n for n in names if plain(n) == plain(target)]:
            refuse_twins(file, names)
            return names, found[0], has_header
    near = difflib.get_close_matches(target, cells, 1)
    hint = f"did you mean `{near[0]}`?" if near else f"the first row has {', '.join(cells)}"
    numbers = f"in a file without a header TARGET is column_1 to {numbered[-1]}"
    raise DataError(f"{file}: no column is called `{target}`; {hint}; {numbers}")


def refuse_twins(file: Path, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise DataError(f"{file}: two columns are called `{name}`; rename one of them")
