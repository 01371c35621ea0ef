"""The data that this repository brings along: 4,177 abalones from Tasmania, measured, weighed, their rings counted."""

from pathlib import Path
from typing import Any

from project.configuration import read_project
from project.generated import fits, write_table

ENDINGS = (".csv", ".tsv", ".data", ".test")
HEADER = [
    *("sex", "length", "diameter", "height", "whole_weight"),
    *("shucked_weight", "viscera_weight", "shell_weight", "rings"),
]


def example(folder: Path) -> Path:
    """The table of scikit-lego, written as a file. For the columns of another schema, one that fits it."""
    configuration = read_project()
    if not fits(HEADER, configuration):
        return write_table(folder, configuration)
    from sklego.datasets import load_abalone

    file = folder / "abalone.csv"
    table: Any = load_abalone(as_frame=True)
    table.to_csv(file, index=False)
    return file


def many(body: str, rows: int) -> str:
    """A request with so many rows: the first of a smaller one, again and again."""
    return f"{body.splitlines()[0]}\n" * rows
