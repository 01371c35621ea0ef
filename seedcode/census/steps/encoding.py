"""How a person becomes numbers. Learnt from the training set, kept as JSON, and needs no library to be applied."""

import json
from pathlib import Path
from typing import Any

# The same as in census.py; an endpoint has this file and no other.
UNKNOWN = "?"


class Encoding:
    """Numbers as they are; for each category of each column 1 or 0. What was never seen, or is unknown, is all 0."""

    def __init__(self, numbers: list[str], categories: dict[str, list[str]]) -> None:
        self.numbers = numbers
        self.categories = categories

    @property
    def columns(self) -> list[str]:
        """What a row has to have."""
        return [*self.numbers, *self.categories]

    @property
    def names(self) -> list[str]:
        """What the model sees, in order."""
        return [*self.numbers, *(f"{name}_{value}" for name, values in self.categories.items() for value in values)]

    def encode(self, row: dict[str, Any]) -> list[float]:
        numbers = [float(row[name]) for name in self.numbers]
        flags = [float(row[name] == value) for name, values in self.categories.items() for value in values]
        return [*numbers, *flags]

    def save(self, folder: Path) -> None:
        document = {"numbers": self.numbers, "categories": self.categories}
        (folder / "encoding.json").write_text(json.dumps(document, indent=1))

    @classmethod
    def load(cls, folder: Path) -> "Encoding":
        return cls(**json.loads((folder / "encoding.json").read_text()))
