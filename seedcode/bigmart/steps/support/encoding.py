"""How a row becomes numbers. Learnt from the training set, kept as JSON, the same for training and endpoint."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from support.configuration import Configuration
from support.formula import Table

FILE = "encoding.json"
MOST_VALUES = 100  # flags of a column; its rarer values share the answer of all that was never seen


class Category(NamedTuple):
    """The values of a column that have a flag each, and whether a missing value has one too."""

    values: tuple[str, ...]
    missing: bool

    @classmethod
    def learn(cls, given: Sequence[Any]) -> "Category":
        """The most frequent values, in the order of the alphabet."""
        texts = as_texts(given)
        counts = Counter(text for text in texts if text is not None)
        frequent = sorted(counts, key=lambda text: (-counts[text], text))[:MOST_VALUES]
        return cls(tuple(sorted(frequent)), None in texts)

    def flags(self, given: Sequence[Any]) -> np.ndarray:
        """(n, values and perhaps missing), 0 or 1. A value without a flag is all 0."""
        places: dict[str | None, int] = {value: number for number, value in enumerate(self.values)}
        if self.missing:
            places[None] = len(self.values)
        of_row = np.array([places.get(text, -1) for text in as_texts(given)], dtype=np.int64)
        result = np.zeros((len(of_row), len(places)), dtype=np.float32)
        known = np.flatnonzero(of_row >= 0)
        result[known, of_row[known]] = 1
        return result


def as_texts(given: Sequence[Any]) -> list[str | None]:
    """Texts, with None for what is missing: None itself, and NaN, which is no text."""
    return [value if isinstance(value, str) else None for value in given]


class Encoding:
    """Numbers as they are, NaN for a missing one; for each category of each column 1 or 0."""

    def __init__(self, columns: dict[str, Category | None]) -> None:
        """`columns` are the features in order; a number has no categories."""
        self.columns = columns

    @classmethod
    def learn(cls, table: Table, configuration: Configuration) -> "Encoding":
        """From the training set: its categories are those that have something to be learnt from."""
        categories = {column.name for column in configuration.categories}
        names = [column.name for column in configuration.features]
        return cls({name: Category.learn(table[name]) if name in categories else None for name in names})

    @property
    def names(self) -> list[str]:
        """What the model is given, in order."""
        return [name for column, category in self.columns.items() for name in named(column, category)]

    @property
    def sources(self) -> list[str]:
        """The column that each of `names` comes from."""
        return [column for column, category in self.columns.items() for _ in named(column, category)]

    def encode(self, table: Table) -> np.ndarray:
        """The features of the rows, float32 (n, m)."""
        parts = [encoded(table[name], category) for name, category in self.columns.items()]
        return np.concatenate(parts, axis=1, dtype=np.float32)

    def save(self, folder: Path) -> None:
        columns = {name: category and category._asdict() for name, category in self.columns.items()}
        text = json.dumps({"columns": columns}, indent=1, ensure_ascii=False)
        (folder / FILE).write_text(f"{text}\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Encoding":
        document: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls(
            {
                name: given and Category(tuple(given["values"]), given["missing"])
                for name, given in document["columns"].items()
            }
        )


def named(column: str, category: Category | None) -> list[str]:
    """The features that come from a column."""
    if category is None:
        return [column]
    return [*(f"{column}={value}" for value in category.values), *([f"{column} missing"] if category.missing else [])]


def encoded(given: Sequence[Any], category: Category | None) -> np.ndarray:
    """The features of a column, (n, 1) of a number or (n, flags) of a category."""
    if category is None:
        return np.asarray(given, dtype=float).astype(np.float32)[:, None]
    return category.flags(given)
