"""Turns raw daily observations into examples: what is known today, and the target's mean over the next days."""

import argparse
import csv
import math
from pathlib import Path
from typing import Any

from pyspark.sql import Column, DataFrame, SparkSession, Window, WindowSpec
from pyspark.sql import functions as f

from features import LAGS, MEANS, MEMORY, YEAR, Recipe, lag, mean
from observations import check_files, quoted, read_observations
from recipe import measured_columns, recipe
from split import split
from support.configuration import Configuration, read_configuration
from support.data_digest import digest_of
from support.duplicates import warning
from support.outcome import require_digest, run_preprocessing, write_facts


def by_date(made: Recipe) -> WindowSpec:
    """All days in order; Spark makes windows only once a session exists."""
    return Window.orderBy(quoted(made.date))


def features(made: Recipe) -> list[Column]:
    """What is known in the evening: today, the two days before, the last weeks and the season."""
    days = by_date(made)
    angle = f.dayofyear(quoted(made.date)) * (2 * math.pi / YEAR)
    today = [quoted(name) for name in made.measured]
    lags = [f.lag(quoted(name), back).over(days).alias(lag(name, back)) for name in made.measured for back in LAGS]
    means = [
        f.avg(quoted(name)).over(days.rowsBetween(1 - count, 0)).alias(mean(name, count))
        for name in made.measured
        for count in MEANS
    ]
    return [*today, *lags, *means, f.sin(angle).alias("season_sin"), f.cos(angle).alias("season_cos")]


def examples(observations: DataFrame, made: Recipe) -> DataFrame:
    """One row per day that has all of its past and future: date, answer, features."""
    days, date = by_date(made), quoted(made.date)
    differences = {name: quoted(high) - quoted(low) for name, (high, low) in made.differences.items()}
    # A gap in the dates would shift every window, so days next to one are left out.
    past_days = f.datediff(date, f.lag(date, MEMORY - 1).over(days))
    future_days = f.datediff(f.lead(date, made.horizon).over(days), date)
    answer = f.avg(quoted(made.target)).over(days.rowsBetween(1, made.horizon)).alias(made.answer)
    complete = ((past_days == MEMORY - 1) & (future_days == made.horizon)).alias("complete days")
    return (
        observations.withColumns(differences)
        .select(date, answer, *features(made), complete)
        .filter("`complete days`")
        .drop("complete days")
        .orderBy(date)
    )


def write(rows: list[Any], file: Path) -> None:
    """Write the whole file or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    with unfinished.open("w", newline="") as output:
        writer = csv.writer(output)
        writer.writerow(rows[0].__fields__)
        writer.writerows(rows)
    unfinished.replace(file)


def preprocess(
    data: Path, output: Path, digest: str = "", configuration: Configuration | None = None
) -> dict[str, int]:
    """Write train/, validation/, test/ and facts/ under the output folder and return how many days went into each.

    With a digest, the data have to be those with that digest. Without a configuration, it is the one beside the code.
    """
    configuration = configuration or read_configuration(Path(__file__).parent)
    made = recipe(configuration)
    files = check_files(data, made.columns)
    found = digest_of(files)
    require_digest(found, digest)
    builder: Any = SparkSession.builder
    spark = builder.appName("preprocess").getOrCreate()
    given = read_observations(spark, files, made, measured_columns(configuration))
    # The driver writes the examples, so that the files are complete on one machine however many worked on them.
    parts = split(examples(given.days, made).collect(), made.horizon)
    for name, rows in parts.items():
        write(rows, output / name / f"{name}.csv")
    counts, days = {name: len(part) for name, part in parts.items()}, given.days.count()
    warnings = [*warning(given.rows - days, given.rows, "days"), *incomplete(given.incomplete)]
    write_facts(output / "facts", digest=found, rows=days, sets=counts, warnings=warnings)
    return counts


def incomplete(days: int) -> list[str]:
    """A sentence about days without a value in a nullable column."""
    return [f"days without a value: {days}, left out with every example that needs them"] if days else []


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("/opt/ml/processing/input/data"))
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output"))
    parser.add_argument("--digest", default="", help="the digest that the data are expected to have")
    raise SystemExit(run_preprocessing(preprocess, **vars(parser.parse_args())))
