"""`make new DATA=file.csv TARGET=column`: writes project.toml and schema.json for a table, and does a first run."""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "steps"))

from botocore.exceptions import BotoCoreError, ClientError

from preprocess import FEWEST_ROWS
from project.configuration import ROOT, SCHEMA, SETTINGS, read_project
from project.data import fetch
from project.local import kept_run
from project.new.columns import Found, found_column, maybe_protected, with_slices
from project.new.documents import schema_text, settings_text
from project.new.edits import edited, keep, record
from project.new.numbers import UNKNOWN, style
from project.new.raw_table import RawTable, read
from project.new.target import task
from reading import LEAVE_OUT, REFUSE, Reading
from support.errors import DataError
from support.schema import CATEGORY, IGNORED, Column
from support.task import Task


@dataclass(frozen=True)
class Proposal:
    """The texts of the two files, and what a person should know about them."""

    texts: Mapping[str, str]
    notes: list[str]


def proposal(folder: Path, target: str, positive: str, source: str) -> Proposal:
    """What is found out about the tables of a folder."""
    table, name = read(folder, target)
    if table.rows < FEWEST_ROWS:
        raise DataError(f"{table.rows} rows are too few to train and test on: give at least {FEWEST_ROWS}")
    decimal, thousands = style(table.columns, table.separator)
    how = Reading(unknown=UNKNOWN, separator=table.separator, decimal=decimal, thousands=thousands)
    every = {each: found_column(each, cells, how) for each, cells in table.columns.items()}
    chosen, learnt, missing = task(every[name], positive)
    columns = with_slices(
        [learnt if each == name else found.column for each, found in every.items()],
        {
            each: len(set(found.cells))
            for each, found in every.items()
            if found.column.kind == CATEGORY and each != name
        },
    )
    if not any(column.kind != IGNORED and column.name != name for column in columns):
        raise DataError("no column can be learnt from: each is ignored, a constant or empty; give a table with more")
    how = replace(how, unknown=unknown(table, every), rows_without_target=LEAVE_OUT if missing else REFUSE)
    texts = {SETTINGS: settings_text(chosen, how, source), SCHEMA: schema_text(columns)}
    return Proposal(texts, notes(chosen, columns, missing))


def unknown(table: RawTable, every: Mapping[str, Found]) -> tuple[str, ...]:
    """The marks for unknown that the table has; an empty cell always is one."""
    cells = set().union(*map(set, table.columns.values()))
    special = {mark for found in every.values() if found.numbers for mark in found.numbers.marks}
    return tuple(sorted({"", *(mark for mark in UNKNOWN if mark in cells), *special}))


def notes(chosen: Task, columns: list[Column], missing: int) -> list[str]:
    """What was decided and can be changed."""
    found = [f"{column.name}: ignored, {column.description}" for column in columns if column.kind == IGNORED]
    if chosen.positive:
        found.append(f"{chosen.target}: `{chosen.positive}` is the positive label; POSITIVE=label for another one")
    if missing:
        found.append(f"{chosen.target}: missing in {missing} rows, which are left out")
    names = [name for name in maybe_protected(columns) if name != chosen.target]
    return [*found, *(f'{name}: if no decision should depend on it, add "protected": true' for name in names)]


def write(texts: Mapping[str, str], root: Path) -> None:
    for name, text in texts.items():
        (root / name).write_text(text, encoding="utf-8")


def new(source: str, target: str, positive: str, build: Path, root: Path = ROOT) -> dict[str, Any]:
    """Write both files and do a first run; neither is changed if the table cannot be learnt from."""
    before = {name: (root / name).read_text(encoding="utf-8") for name in (SETTINGS, SCHEMA) if (root / name).exists()}
    found = proposal(fetch(source, build / "raw"), target, positive, Path(source).name)
    keep(root, build / "replaced")
    write(found.texts, root)
    try:
        configuration = read_project(root)
        for note in found.notes:
            print(f"note        {note}")
        print(f"written     {SETTINGS}, {SCHEMA}: look at them, they are yours")
        result = kept_run(source, build, configuration)
    except ValueError:
        write(before, root)
        raise
    record(root)
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="", help="a file, a folder or an S3 URI")
    parser.add_argument("--target", default="", help="the column to predict")
    parser.add_argument("--positive", default="", help="the label to predict, if the target has labels")
    parser.add_argument("--force", default="", help="yes: replace files that a person has edited")
    parser.add_argument("--build", type=Path, default=Path("build"))
    given = parser.parse_args()
    try:
        if not given.data or not given.target:
            raise DataError("say what to learn from and what: make new DATA=file.csv TARGET=column")
        if given.force != "yes" and (changed := edited(ROOT)):
            copies = f"the present ones are kept in {given.build}/replaced"
            raise DataError(f"{' and '.join(changed)} were edited: to replace them add FORCE=yes; {copies}")
        new(given.data, given.target, given.positive, given.build)
    except (ValueError, FileNotFoundError, BotoCoreError, ClientError) as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
