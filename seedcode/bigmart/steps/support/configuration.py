"""What is learnt, from what, and what a model has to reach: `project.toml` and `schema.json` as one object."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from support.consistency import (
    CLASSIFICATION,
    direction,
    refuse_other_settings,
    refuse_wrong_gate,
    refuse_wrong_target,
)
from support.errors import ConfigurationError
from support.formula import Formula
from support.schema import CATEGORY, IGNORED, NUMBER, Column, columns, document
from support.sections import did_you_mean, part
from support.task import Costs, Gate, Metric, Task

FILE = "configuration.json"
Setting = float | int | bool | str


@dataclass(frozen=True)
class Configuration:
    task: Task
    metric: Metric
    columns: tuple[Column, ...]
    gate: Gate = field(default_factory=Gate)
    costs: Costs = field(default_factory=Costs)
    model: Mapping[str, Setting] = field(default_factory=dict)
    card: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def classification(self) -> bool:
        return self.task.kind == CLASSIFICATION

    @property
    def target(self) -> Column:
        return next(column for column in self.columns if column.name == self.task.target)

    @property
    def negative(self) -> str:
        """The label of what is not positive: the target's other value, or `not <positive>` if there are several."""
        others = [value for value in self.target.values if value != self.task.positive]
        return others[0] if len(others) == 1 else f"not {self.task.positive}"

    @property
    def used(self) -> tuple[Column, ...]:
        """What the examples hold: every column but the ignored ones, in the order of the schema."""
        return tuple(column for column in self.columns if column.kind != IGNORED)

    @property
    def given(self) -> tuple[Column, ...]:
        """What raw files have: every column that is not computed."""
        return tuple(column for column in self.columns if not column.formula)

    @property
    def features(self) -> tuple[Column, ...]:
        """What the model is given, in the order of the schema."""
        return tuple(column for column in self.columns if column.feature)

    @cached_property
    def formulas(self) -> dict[str, Formula]:
        """Those of the computed columns, by the name of the column."""
        return {column.name: Formula(column.formula, column.name) for column in self.columns if column.formula}

    @cached_property
    def requested(self) -> tuple[Column, ...]:
        """What a request has: the features that are given, and what the others are computed from."""
        names = {column.name for column in self.features if not column.formula}
        for column in self.features:
            names.update(Formula(column.formula, column.name).columns if column.formula else ())
        return tuple(column for column in self.given if column.name in names)

    @property
    def numbers(self) -> tuple[Column, ...]:
        """The features that are numbers."""
        return tuple(column for column in self.features if column.kind == NUMBER)

    @property
    def categories(self) -> tuple[Column, ...]:
        """The features that are categories."""
        return tuple(column for column in self.features if column.kind == CATEGORY)

    @property
    def protected(self) -> tuple[Column, ...]:
        return tuple(column for column in self.used if column.protected)

    @property
    def slices(self) -> tuple[Column, ...]:
        """Declared with `slice`: quality is measured for each of their groups, as for the protected ones."""
        return tuple(column for column in self.used if column.slice)

    @property
    def warnings(self) -> list[str]:
        """A sentence for each protected column that is given to the model."""
        given = [column.name for column in self.protected if column.feature]
        return [f"column `{name}` is protected and a feature: the model may decide by it" for name in given]


SECTIONS: dict[str, Any] = {"task": Task, "metric": Metric, "gate": Gate, "costs": Costs}
FREE = ("model", "card", "data")  # the model and the reader of tables check their keys themselves


def from_document(given: object) -> Configuration:
    """The configuration from the sections of `project.toml` and the `columns` of `schema.json`, all of it checked."""
    if not isinstance(given, Mapping):
        raise ConfigurationError(FILE, "has to be an object")
    known = (*SECTIONS, *FREE, "columns")
    for name in given:
        if name not in known:
            hint = did_you_mean(str(name), known) or f"the sections are {', '.join(known[:-1])}"
            raise ConfigurationError(f"project.toml [{name}]", "unknown section", hint)
    parts = {name: part(kind, f"project.toml [{name}]", given.get(name, {})) for name, kind in SECTIONS.items()}
    free = {name: given.get(name, {}) for name in FREE}
    refuse_other_settings(free)
    every = columns(given.get("columns"), parts["task"].target)
    values: dict[str, Any] = {**parts, **free}
    return coherent(Configuration(columns=every, **values))


def coherent(found: Configuration) -> Configuration:
    """The configuration if its parts fit together, with the direction that its metric has."""
    metric = replace(found.metric, direction=direction(found.task.kind, found.metric.name, found.metric.direction))
    refuse_wrong_target(found.task.kind, found.task.positive, found.target)
    refuse_wrong_gate(asdict(found.gate), asdict(found.costs))
    return replace(found, metric=metric)


def to_document(configuration: Configuration) -> dict[str, Any]:
    """As JSON, and as `from_document` takes it. The same configuration is the same document."""
    parts = {name: asdict(getattr(configuration, name)) for name in SECTIONS}
    free = {name: dict(getattr(configuration, name)) for name in FREE}
    return parts | free | {"columns": [document(column) for column in configuration.columns]}


def write_configuration(configuration: Configuration, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(to_document(configuration), indent=1, ensure_ascii=False)
    (folder / FILE).write_text(f"{text}\n", encoding="utf-8")


def read_configuration(folder: Path) -> Configuration:
    """From `configuration.json` of the code, of a model, or of a folder of examples."""
    file = folder / FILE
    try:
        return from_document(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ConfigurationError(str(file), "no such file", "`make local` and the pipeline write it") from error
    except json.JSONDecodeError as error:
        raise ConfigurationError(str(file), f"is not JSON, {error}") from error
