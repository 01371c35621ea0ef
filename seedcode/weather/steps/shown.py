"""What a page shows of an example: the day as it was measured, the part of the year, and the answer."""

from dataclasses import replace

import pandas as pd

from features import Recipe
from recipe import measured_columns
from support.configuration import Configuration
from support.schema import CATEGORY, IGNORED, NUMBER, Column

SEASON = "season"
PARTS_OF_THE_YEAR = ("Q1 Jan-Mar", "Q2 Apr-Jun", "Q3 Jul-Sep", "Q4 Oct-Dec")


def shown_rows(table: pd.DataFrame, made: Recipe) -> pd.DataFrame:
    """The columns of `shown_configuration`, of examples."""
    months = pd.to_datetime(table[made.date]).dt.month
    parts = months.map(lambda month: PARTS_OF_THE_YEAR[(month - 1) // 3])
    return table[[made.date, *made.measured, made.answer]].assign(**{SEASON: parts})


def shown_configuration(configuration: Configuration, made: Recipe) -> Configuration:
    """The configuration of these rows: the answer is the target, and every other column is a feature."""
    measured = {column.name: replace(column, feature=True) for column in measured_columns(configuration)}
    differences = (
        Column(name, NUMBER, feature=True, unit=measured[high].unit, description=f"{high} less {low}")
        for name, (high, low) in made.differences.items()
    )
    answer = f"mean of {made.target} in the next {made.horizon} days"
    columns = (
        Column(made.date, IGNORED),
        *measured.values(),
        *differences,
        Column(SEASON, CATEGORY, values=PARTS_OF_THE_YEAR, slice=True, feature=True),
        Column(made.answer, NUMBER, unit=configuration.task.unit, description=answer),
    )
    return replace(configuration, task=replace(configuration.task, target=made.answer), columns=columns)
