"""The sections of `project.toml` whose keys are the same in every project."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    target: str
    kind: str
    positive: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Metric:
    name: str
    direction: str = ""


@dataclass(frozen=True)
class Gate:
    """What a model has to reach; `minimum` is a limit of the metric itself, which not every project has."""

    minimum_improvement: float = 0.02
    minimum: float | None = None
    maximum_regression: float = 0.0
    confidence: float = 0.9


@dataclass(frozen=True)
class Costs:
    """What a wrong answer costs, in any unit."""

    false_positive: float = 1.0
    false_negative: float = 1.0
