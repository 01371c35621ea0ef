"""Code edits that a rehearsal's data scientist pushes to the training repository."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.errors import ConfigurationError

SETTINGS = "project.toml"


@dataclass(frozen=True)
class CodeEdit:
    """Other settings of the model: a push that changes neither code nor settings registers no model.

    `choices` are values by name; the first one is edited of whose names the repository has all, because they decide
    the model there.
    """

    message: str
    choices: tuple[Mapping[str, str], ...]

    def files(self, folder: Path) -> Mapping[str, str]:
        """The new content of the edited files, by their path in the repository.

        Raises ConfigurationError when the repository has the names of no choice.
        """
        text = (folder / SETTINGS).read_text(encoding="utf-8")
        for values in self.choices:
            if all(setting(name).search(text) for name in values):
                for name, value in values.items():
                    text = setting(name).sub(rf"\g<1>{value}", text)
                return {SETTINGS: text}
        names = " or ".join(", ".join(values) for values in self.choices)
        problem = f"{SETTINGS} of the training repository has no {names}"
        raise ConfigurationError(problem, hint="rehearse with one of the catalog's examples")


def without_column(table: bytes, name: str) -> bytes:
    """A table of commas without one of its columns."""
    rows = list(csv.reader(io.StringIO(table.decode())))
    place, text = rows[0].index(name), io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([*row[:place], *row[place + 1 :]] for row in rows)
    return text.getvalue().encode()


def setting(name: str) -> re.Pattern[str]:
    """A line of the file that gives a number to this name."""
    return re.compile(rf"(?m)^({name} *= *)[0-9.e-]+")


OTHER = CodeEdit("Try another setting", ({"ridge_penalty": "25.0"}, {"learning_rate": "0.05"}))
# A penalty so large that a linear model predicts the mean, or a learning rate too small for anything to be learned.
WORSE = CodeEdit("Train more carefully", ({"ridge_penalty": "1000000.0"}, {"learning_rate": "0.000001"}))
# What decides the incomes of the census example adds up, and trees of one question find it best. Deeper ones are better
# than the baselines, too, and worse than these by more than chance.
BETTER = CodeEdit("Ask one question per tree", ({"learning_rate": "0.05", "max_depth": "1"},))
BEHIND = CodeEdit("Ask five questions per tree", ({"learning_rate": "0.05", "max_depth": "5"},))
