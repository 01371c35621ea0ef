"""Which features there are: from the schema and the section [data] of project.toml.

Every number that is a feature is a measurement, and so is the target, whose past is known.
"""

from collections.abc import Sequence
from typing import Any

from features import Recipe
from support.configuration import Configuration
from support.errors import ConfigurationError
from support.schema import CATEGORY, Column
from support.sections import did_you_mean, listed

SETTINGS: dict[str, Any] = {"date": "date", "horizon": 3, "differences": {}}
LONGEST_HORIZON = 28  # days


def recipe(configuration: Configuration) -> Recipe:
    """From the schema and the section [data] of project.toml. Raises ConfigurationError with the key and the rule."""
    for name in configuration.data:
        if name not in SETTINGS:
            hint = did_you_mean(name, SETTINGS) or listed(SETTINGS)
            raise ConfigurationError(f"project.toml [data] {name}", "unknown key", hint)
    refuse_other_tasks(configuration)
    given = {**SETTINGS, **configuration.data}
    measurements = tuple(column.name for column in measured_columns(configuration))
    found = Recipe(
        date=given["date"],
        target=configuration.task.target,
        horizon=whole_days(given["horizon"]),
        measurements=measurements,
        differences={name: difference(name, pair, measurements) for name, pair in given["differences"].items()},
    )
    refuse_unclear_names(found, {column.name for column in configuration.columns})
    return found


def measured_columns(configuration: Configuration) -> tuple[Column, ...]:
    """What the model is given, and the target, whose past is known too."""
    return tuple(column for column in configuration.used if column.feature or column == configuration.target)


def refuse_other_tasks(configuration: Configuration) -> None:
    """A forecast is a number, made of numbers."""
    if configuration.classification:
        raise ConfigurationError("project.toml [task] kind", "a forecast of days is a regression")
    for column in configuration.used:
        if column.kind == CATEGORY:
            rule = "features of days are made of numbers only"
            raise ConfigurationError(f"schema.json, column `{column.name}` kind", rule, 'use "ignored"')
        if column not in measured_columns(configuration):
            rule = "days are in no groups, so a column is a feature or ignored"
            raise ConfigurationError(f"schema.json, column `{column.name}` feature", rule)


def whole_days(horizon: object) -> int:
    if not isinstance(horizon, int) or isinstance(horizon, bool) or not 1 <= horizon <= LONGEST_HORIZON:
        rule = f"`{horizon}` is not a number of days from 1 to {LONGEST_HORIZON}"
        raise ConfigurationError("project.toml [data] horizon", rule)
    return horizon


def difference(name: str, pair: Any, measurements: Sequence[str]) -> tuple[str, str]:
    """The two columns of `name = ["higher", "lower"]`."""
    key = f"project.toml [data.differences] {name}"
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        raise ConfigurationError(key, "has to be a list of two columns")
    for column in pair:
        if column not in measurements:
            raise ConfigurationError(key, f"`{column}` is no number of schema.json")
    return (pair[0], pair[1])


def refuse_unclear_names(found: Recipe, columns: set[str]) -> None:
    """No two columns of the examples may have one name, and the date has to be a column."""
    if found.date not in columns or found.date in found.measurements:
        rule = f'`{found.date}` is no column of schema.json with the kind "ignored"'
        raise ConfigurationError("project.toml [data] date", rule)
    names = (found.date, found.answer, *found.names)
    if twice := [name for name in names if names.count(name) > 1]:
        rule = "a feature that is made of other columns has this name"
        raise ConfigurationError(f"schema.json, column `{twice[0]}`", rule, "rename the column")
