"""What is known in the evening of a day: Spark makes it from these lists for training, `features` for a request."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

MEASUREMENTS = ("precipitation", "temp_max", "temp_min", "wind")
MEASURED = (*MEASUREMENTS, "temp_range")
LAGS = (1, 2)  # days back
MEANS = (3, 7, 14)  # days, today included
MEMORY = max(MEANS)
YEAR = 365.25

Day = Mapping[str, Any]  # `date` is a date, every measurement a float


def lag(name: str, days: int) -> str:
    return f"{name}_lag_{days}"


def mean(name: str, days: int) -> str:
    return f"{name}_mean_{days}"


# The order in which training tables have them.
NAMES = (
    *MEASURED,
    *(lag(name, days) for name in MEASURED for days in LAGS),
    *(mean(name, days) for name in MEASURED for days in MEANS),
    "season_sin",
    "season_cos",
)


def features(days: Sequence[Day]) -> list[float]:
    """The features of the last of MEMORY days, in the order of NAMES."""
    past = {name: [float(day[name]) for day in days] for name in MEASUREMENTS}
    past["temp_range"] = [high - low for high, low in zip(past["temp_max"], past["temp_min"], strict=True)]
    today = [past[name][-1] for name in MEASURED]
    lags = [past[name][-1 - back] for name in MEASURED for back in LAGS]
    means = [sum(past[name][-count:]) / count for name in MEASURED for count in MEANS]
    angle = days[-1]["date"].timetuple().tm_yday * (2 * math.pi / YEAR)
    return [*today, *lags, *means, math.sin(angle), math.cos(angle)]
