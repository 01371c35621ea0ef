"""Turns raw daily observations into examples: what is known today, and how warm the next three days were."""

import argparse
import csv
import math
import sys
from functools import reduce
from operator import or_
from pathlib import Path

from pyspark.sql import Column, DataFrame, SparkSession, Window, WindowSpec
from pyspark.sql import functions as f

from features import LAGS, MEANS, MEASURED, MEASUREMENTS, MEMORY, YEAR, lag, mean

HORIZON = 3  # days ahead
TEST_SHARE, VALIDATION_SHARE = 0.25, 0.15


class DataError(ValueError):
    """The raw data cannot be used; the message names the file or the column."""


def check_files(data: Path) -> list[str]:
    """Refuse, before Spark starts, a folder that holds no readable table, and name the file."""
    files = sorted(data.glob("**/*.csv"))
    if not files:
        raise DataError(f"{data}: no .csv file here")
    for file in files:
        with file.open(encoding="utf-8-sig") as lines:
            header = next(csv.reader(lines), [])
            first = next(lines, "")
        missing = [name for name in ("date", *MEASUREMENTS) if name not in header]
        if not header or not first.strip():
            raise DataError(f"{file}: the file is empty")
        if len(header) == 1:
            raise DataError(f"{file}: one column, `{header[0]}`: is the separator a comma?")
        if missing:
            raise DataError(f"{file}: column `{missing[0]}` is missing")
    return [file.resolve().as_uri() for file in files]


def read_observations(spark: SparkSession, files: list[str]) -> DataFrame:
    """One row per day, numbers as numbers. A value that is not one is an error that names the column and the day."""
    # Read a file at a time, because Spark applies the first header to all files, whatever their order of columns.
    tables = [spark.read.csv(file, header=True).select("date", *MEASUREMENTS) for file in files]
    raw = tables[0]
    for table in tables[1:]:
        raw = raw.unionByName(table)
    text = raw.withColumnRenamed("date", "day")
    day = f.to_date(f.translate(f.substring("day", 1, 10), "/", "-"))
    numbers = [f.col(name).cast("double").alias(name) for name in MEASUREMENTS]
    observations = text.select("day", day.alias("date"), *numbers).cache()
    refuse_bad_values(observations)
    return observations.drop("day")


def refuse_bad_values(observations: DataFrame) -> None:
    """Stop at the first day that has no date, a value that is not a number, or comes twice."""
    names = ["date", *MEASUREMENTS]
    unusable = [f.col("date").isNull(), *(f.col(name).isNull() | f.isnan(name) for name in MEASUREMENTS)]
    row = observations.filter(reduce(or_, unusable)).first()
    if row:
        name = next(name for name in names if row[name] is None or row[name] != row[name])
        raise DataError(f"column `{name}`: no usable value on {row.day}")
    twice = observations.groupBy("date").count().filter("count > 1").orderBy("date").first()
    if twice:
        raise DataError(f"column `date`: {twice['date']} comes {twice['count']} times")


def by_date() -> WindowSpec:
    """All days in order; Spark makes windows only once a session exists."""
    return Window.orderBy("date")


def mean_of(name: str, days: int) -> Column:
    """The mean of the last days, today included."""
    return f.avg(name).over(by_date().rowsBetween(1 - days, 0)).alias(mean(name, days))


def features() -> list[Column]:
    """What is known in the evening: today, the two days before, the last weeks and the season."""
    angle = f.dayofyear("date") * (2 * math.pi / YEAR)
    lags = [f.lag(name, days).over(by_date()).alias(lag(name, days)) for name in MEASURED for days in LAGS]
    means = [mean_of(name, days) for name in MEASURED for days in MEANS]
    season = [f.sin(angle).alias("season_sin"), f.cos(angle).alias("season_cos")]
    return [*(f.col(name) for name in MEASURED), *lags, *means, *season]


def examples(observations: DataFrame) -> DataFrame:
    """One row per day that has all of its past and future: date, target, features."""
    future = by_date().rowsBetween(1, HORIZON)
    # A gap in the dates would shift every window, so days next to one are left out.
    past_days = f.datediff("date", f.lag("date", MEMORY - 1).over(by_date()))
    future_days = f.datediff(f.lead("date", HORIZON).over(by_date()), f.col("date"))
    return (
        observations.withColumn("temp_range", f.col("temp_max") - f.col("temp_min"))
        .select(
            "date",
            f.avg("temp_max").over(future).alias("target"),
            *features(),
            past_days.alias("past_days"),
            future_days.alias("future_days"),
        )
        .filter((f.col("past_days") == MEMORY - 1) & (f.col("future_days") == HORIZON))
        .drop("past_days", "future_days")
        .orderBy("date")
    )


def split(rows: list) -> dict[str, list]:
    """Oldest days to train on, newest to test on; days that would see each other's future are dropped."""
    test = round(len(rows) * (1 - TEST_SHARE))
    validation = round(len(rows) * (1 - TEST_SHARE - VALIDATION_SHARE))
    parts = {
        "train": rows[: max(validation - HORIZON, 0)],
        "validation": rows[validation : max(test - HORIZON, validation)],
        "test": rows[test:],
    }
    for name, part in parts.items():
        if not part:
            raise DataError(f"{len(rows)} usable days leave nothing to {name} on: give at least {10 * MEMORY} days")
    return parts


def write(rows: list, file: Path) -> None:
    """Write the whole file or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    with unfinished.open("w", newline="") as output:
        writer = csv.writer(output)
        writer.writerow(rows[0].__fields__)
        writer.writerows(rows)
    unfinished.replace(file)


def preprocess(data: Path, output: Path) -> dict[str, int]:
    """Write train/, validation/ and test/ under the output folder and return how many days went into each."""
    files = check_files(data)
    spark = SparkSession.builder.appName("preprocess").getOrCreate()
    # The driver writes the examples, so that the files are complete on one machine however many worked on them.
    parts = split(examples(read_observations(spark, files)).collect())
    for name, rows in parts.items():
        write(rows, output / name / f"{name}.csv")
    return {name: len(rows) for name, rows in parts.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("/opt/ml/processing/input/data"))
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output"))
    print(preprocess(**vars(parser.parse_args())), file=sys.stderr)
