"""Turns raw daily observations into examples: what is known today, and how warm the next three days were."""

import argparse
import csv
import datetime
import math
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from pyspark.sql import Column, DataFrame, SparkSession, Window, WindowSpec
from pyspark.sql import functions as f

from features import LAGS, MEANS, MEASURED, MEASUREMENTS, MEMORY, YEAR, lag, mean
from support.data_digest import digest_of
from support.duplicates import warning
from support.outcome import DataError, require_digest, run_preprocessing, write_facts

HORIZON = 3  # days ahead
TEST_SHARE, VALIDATION_SHARE = 0.25, 0.15
QUARTER, MONTH = 3, 1  # months
LEAST_BEFORE_TEST = 0.6  # of all days; a calendar boundary that leaves fewer is not taken


def opening(file: Path) -> tuple[list[str], str]:
    """The header and the line after it, of a file that is UTF-8 to its end."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            header, first = next(csv.reader(lines), []), next(lines, "")
            for _ in lines:  # Spark would put another sign in the place of what is not UTF-8
                pass
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: not UTF-8, {error.reason}") from error
    return header, first


def check_files(data: Path) -> list[Path]:
    """Refuse, before Spark starts, a folder that holds no readable table, and name the file."""
    files = sorted(data.glob("**/*.csv"))
    if not files:
        raise DataError(f"{data}: no .csv file here")
    for file in files:
        header, first = opening(file)
        missing = [name for name in ("date", *MEASUREMENTS) if name not in header]
        if not header or not first.strip():
            raise DataError(f"{file}: the file is empty")
        if len(header) == 1:
            raise DataError(f"{file}: one column, `{header[0]}`: is the separator a comma?")
        if missing:
            raise DataError(f"{file}: column `{missing[0]}` is missing")
    return files


def read_observations(spark: SparkSession, files: list[Path]) -> DataFrame:
    """One row per day, numbers as numbers. A value that is not one is an error that names file, column and day."""
    # Read a file at a time, because Spark applies the first header to all files, whatever their order of columns.
    tables = [
        spark.read.csv(file.resolve().as_uri(), header=True).select(
            "date", *MEASUREMENTS, f.lit(str(file)).alias("file")
        )
        for file in files
    ]
    raw = tables[0]
    for table in tables[1:]:
        raw = raw.unionByName(table)
    text = raw.withColumnRenamed("date", "day")
    day = f.to_date(f.translate(f.substring("day", 1, 10), "/", "-"))
    numbers = [f.col(name).cast("double").alias(name) for name in MEASUREMENTS]
    observations = text.select("file", "day", day.alias("date"), *numbers).cache()
    refuse_bad_values(observations)
    return observations.drop("day", "file")


def is_bad(name: str) -> Column:
    return f.col(name).isNull() | f.isnan(name) | f.col(name).isin(math.inf, -math.inf)


def refuse_bad_values(observations: DataFrame) -> None:
    """Stop at the first day that has no date, or a value that is not a finite number."""
    unusable = [f.col("date").isNull(), *(is_bad(name) for name in MEASUREMENTS)]
    row = observations.filter(reduce(or_, unusable)).first()
    if row:
        bad = [name for name in MEASUREMENTS if row[name] is None or not math.isfinite(row[name])]
        name = "date" if row["date"] is None else bad[0]
        raise DataError(f"{row.file}: column `{name}`: no usable value on {row.day}")


def once(observations: DataFrame) -> DataFrame:
    """Every day once: equal rows are one day, days that contradict each other are refused."""
    different = observations.dropDuplicates().cache()
    twice = different.groupBy("date").count().filter("count > 1").orderBy("date")
    if first := twice.first():
        days = f"{twice.count()} of {different.select('date').distinct().count()} days"
        raise DataError(f"column `date`: {first['date']} comes {first['count']} times with other values, as do {days}")
    return different


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


def start_of_test(days: list[Any]) -> int:
    """Where the test set begins: on the first day of a quarter, with at least its share of the days after it.

    So it stays, and only grows, while days are added, until a whole quarter can go over to what is learnt from; with
    too few days, it is a month or no boundary of the calendar at all.
    """
    latest = round(len(days) * (1 - TEST_SHARE))
    for months in (QUARTER, MONTH):
        day = days[min(latest, len(days) - 1)]
        first = datetime.date(day.year, (day.month - 1) // months * months + 1, 1)
        start = sum(day < first for day in days)
        if start >= LEAST_BEFORE_TEST * len(days):
            return start
    return latest


def split(rows: list[Any]) -> dict[str, list[Any]]:
    """Oldest days to train on, newest to test on; days that would see each other's future are dropped."""
    test = start_of_test([row["date"] for row in rows]) if rows else 0
    validation = round(test * (1 - VALIDATION_SHARE / (1 - TEST_SHARE)))
    parts = {
        "train": rows[: max(validation - HORIZON, 0)],
        "validation": rows[validation : max(test - HORIZON, validation)],
        "test": rows[test:],
    }
    for name, part in parts.items():
        if not part:
            raise DataError(f"{len(rows)} usable days leave nothing to {name} on: give at least {10 * MEMORY} days")
    return parts


def write(rows: list[Any], file: Path) -> None:
    """Write the whole file or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    with unfinished.open("w", newline="") as output:
        writer = csv.writer(output)
        writer.writerow(rows[0].__fields__)
        writer.writerows(rows)
    unfinished.replace(file)


def preprocess(data: Path, output: Path, digest: str = "") -> dict[str, int]:
    """Write train/, validation/, test/ and facts/ under the output folder and return how many days went into each.

    With a digest, the data have to be those with that digest.
    """
    files = check_files(data)
    found = digest_of(files)
    require_digest(found, digest)
    builder: Any = SparkSession.builder
    spark = builder.appName("preprocess").getOrCreate()
    given = read_observations(spark, files)
    observations = once(given)
    # The driver writes the examples, so that the files are complete on one machine however many worked on them.
    parts = split(examples(observations).collect())
    for name, rows in parts.items():
        write(rows, output / name / f"{name}.csv")
    counts, days, rows = {name: len(part) for name, part in parts.items()}, observations.count(), given.count()
    notes = warning(rows - days, rows, "days")
    write_facts(output / "facts", digest=found, rows=days, sets=counts, warnings=notes)
    return counts


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("/opt/ml/processing/input/data"))
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output"))
    parser.add_argument("--digest", default="", help="the digest that the data are expected to have")
    raise SystemExit(run_preprocessing(preprocess, **vars(parser.parse_args())))
