"""Takes the files of a run apart: rows for the model in parts, where each came from, and what was rejected."""

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from support.contract import Contract
from support.drift import Measured, measured
from support.intake import FileRefusedError, Row, Table, read_rows

ROWS, INDEX, REJECTED = "rows", "index", "rejected"
REFUSED_FILES = "files.csv"


class Limits(NamedTuple):
    """How files are read: `separator` of cells, `keep` columns beside the predictions, and when a file is too bad."""

    separator: str
    keep: tuple[str, ...]
    most_rejected: float
    rows_per_part: int


@dataclass
class Taken:
    """What became of one file. With a `reason` none of its rows was used."""

    key: str
    tag: str
    size: int
    digest: str
    read: int = 0
    rejected: int = 0
    reason: str = ""
    parts: list[str] = field(default_factory=list)

    @property
    def scored(self) -> int:
        return 0 if self.reason else self.read - self.rejected


class Delivery:
    """The parts of one run, below `folder`: rows for the model, and beside each part where its rows came from."""

    def __init__(self, folder: Path, contract: Contract, limits: Limits) -> None:
        self.folder, self.contract, self.limits = folder, contract, limits
        self.drift: list[Measured] = measured(contract.profile, contract.names)
        self.parts = 0
        for name in (ROWS, INDEX, REJECTED):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def add(self, file: Path, taken: Taken) -> None:
        """Read a file; if too many of its rows are wrong, none is used."""
        try:
            self._split(file, taken)
            self._judge(taken)
        except FileRefusedError as error:
            self._withdraw(taken, str(error))
        for part in taken.parts:
            self._measure(self.folder / ROWS / part)

    def _split(self, file: Path, taken: Taken) -> None:
        with ExitStack() as files:
            lines = read_rows(file, self.contract, self.limits.separator, self.limits.keep)
            table = next(lines)
            assert isinstance(table, Table)
            rejected: Any = None
            parts = _Parts(self, taken, files)
            for row in lines:
                assert isinstance(row, Row)
                taken.read += 1
                if not row.reason:
                    parts.write(row)
                    continue
                rejected = rejected or self._rejected(taken, table.header, files)
                rejected.writerow([row.line, row.reason, *row.cells])
                taken.rejected += 1

    def _rejected(self, taken: Taken, header: list[str], files: ExitStack) -> Any:
        """With all columns of the file: once its cells are corrected, it can be sent again as it is."""
        target = files.enter_context(_csv(self.folder / REJECTED / rejected_name(taken)))
        writer = csv.writer(target, lineterminator="\n", delimiter=self.limits.separator)
        writer.writerow(["rejected_line", "rejected_reason", *header])
        return writer

    def _judge(self, taken: Taken) -> None:
        if not taken.read:
            raise FileRefusedError("it has no rows below its first line")
        if taken.rejected > self.limits.most_rejected * taken.read:
            most = f"{self.limits.most_rejected:.0%}"
            raise FileRefusedError(
                f"{taken.rejected} of {taken.read} rows are wrong, more than {most}: see {rejected_name(taken)}"
            )

    def _withdraw(self, taken: Taken, reason: str) -> None:
        taken.reason = reason
        for part in taken.parts:
            (self.folder / ROWS / part).unlink()
            (self.folder / INDEX / part).unlink()
        taken.parts = []
        target = self.folder / REJECTED / REFUSED_FILES
        is_new = not target.exists()
        with target.open("a", encoding="utf-8", newline="") as text:
            writer = csv.writer(text, lineterminator="\n")
            writer.writerows([*([["file", "reason"]] if is_new else []), [taken.key, reason]])

    def _measure(self, part: Path) -> None:
        places = [(self.contract.names.index(one.name), one) for one in self.drift]
        for row in rows_of(part):
            for place, one in places:
                one.add(row[place])


class _Parts:
    """Writes rows of one file into parts of a limited size."""

    def __init__(self, delivery: Delivery, taken: Taken, files: ExitStack) -> None:
        self.delivery, self.taken, self.files = delivery, taken, files
        self.left = 0
        self.rows: Any = None
        self.index: Any = None

    def write(self, row: Row) -> None:
        if not self.left:
            self._open()
        self.left -= 1
        self.rows.writerow(row.cells)
        self.index.writerow([self.taken.key, row.line, *row.kept])

    def _open(self) -> None:
        name = f"part-{self.delivery.parts:05}.csv"
        self.delivery.parts += 1
        self.left = self.delivery.limits.rows_per_part
        self.taken.parts.append(name)
        self.rows, self.index = (
            csv.writer(self.files.enter_context(_csv(self.delivery.folder / folder / name)), lineterminator="\n")
            for folder in (ROWS, INDEX)
        )


def rejected_name(taken: Taken) -> str:
    """Begins with the digest: two files may have the same last name."""
    return f"{taken.digest[:12]}-{taken.key.rpartition('/')[2]}"


def rows_of(file: Path) -> Iterator[list[str]]:
    with file.open(encoding="utf-8", newline="") as text:
        yield from (row for row in csv.reader(text) if row)


def _csv(file: Path) -> Any:
    return file.open("w", encoding="utf-8", newline="")
