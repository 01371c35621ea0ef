"""What is known in the evening of a day: Spark makes it from these lists for training, `features` for a request.

From which columns they are made is said by the recipe.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

LAGS = (1, 2)  # days back
MEANS = (3, 7, 14)  # days, today included
LONGER_MEANS = (7, 14)  # days, of which the line has the target's mean
MEMORY = max(MEANS)
YEAR = 365.25
SEASON = ("season_sin", "season_cos")

Day = Mapping[str, Any]  # the date column is a date, every measurement a float


def lag(name: str, days: int) -> str:
    return f"{name}_lag_{days}"


def mean(name: str, days: int) -> str:
    return f"{name}_mean_{days}"


class Recipe(NamedTuple):
    """From which columns the features and the answer of an example are made, and what they are called."""

    date: str
    target: str
    horizon: int
    measurements: tuple[str, ...]
    differences: Mapping[str, tuple[str, str]]

    @property
    def columns(self) -> tuple[str, ...]:
        """What a raw table and a request have."""
        return (self.date, *self.measurements)

    @property
    def answer(self) -> str:
        """The column with the mean of the target over the next days."""
        return f"{self.target}_mean_next_{self.horizon}"

    @property
    def measured(self) -> tuple[str, ...]:
        return (*self.measurements, *self.differences)

    @property
    def names(self) -> tuple[str, ...]:
        """The features, in the order of the training tables."""
        lags = (lag(name, days) for name in self.measured for days in LAGS)
        means = (mean(name, days) for name in self.measured for days in MEANS)
        return (*self.measured, *lags, *means, *SEASON)

    @property
    def sources(self) -> tuple[str, ...]:
        """The column that each feature comes from."""
        lags = (name for name in self.measured for _ in LAGS)
        means = (name for name in self.measured for _ in MEANS)
        return (*self.measured, *lags, *means, *("season" for _ in SEASON))

    @property
    def today(self) -> tuple[str, ...]:
        """What the forecast to beat looks at."""
        return (*self.measurements, *SEASON)

    @property
    def line(self) -> tuple[str, ...]:
        """What the model's line looks at: today, and how warm (or high, or much) it was before."""
        return (*self.today, lag(self.target, 1), *(mean(self.target, days) for days in LONGER_MEANS))


def features(days: Sequence[Day], made: Recipe) -> list[float]:
    """The features of the last of MEMORY days, in the order of the recipe's names."""
    past = {name: [float(day[name]) for day in days] for name in made.measurements}
    for name, (high, low) in made.differences.items():
        past[name] = [one - other for one, other in zip(past[high], past[low], strict=True)]
    today = [past[name][-1] for name in made.measured]
    lags = [past[name][-1 - back] for name in made.measured for back in LAGS]
    means = [sum(past[name][-count:]) / count for name in made.measured for count in MEANS]
    angle = days[-1][made.date].timetuple().tm_yday * (2 * math.pi / YEAR)
    return [*today, *lags, *means, math.sin(angle), math.cos(angle)]
