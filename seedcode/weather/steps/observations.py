"""Reads daily observations with Spark, as the schema describes them. What contradicts it is refused by file and day."""

import csv
import math
from functools import reduce
from operator import and_
from pathlib import Path
from typing import NamedTuple

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as f

from features import Recipe
from ranges import outside
from support import schema
from support.errors import DataError


class Observations(NamedTuple):
    """One row per day, how many rows there were before, and how many days had no value in a nullable column."""

    days: DataFrame
    rows: int
    incomplete: int


def opening(file: Path) -> tuple[list[str], str]:
    """The header and the line after it, of a file that is UTF-8 to its end."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            header, first = next(csv.reader(lines), []), next(lines, "")
            for _ in lines:  # Spark would put another sign in the place of what is not UTF-8
                pass
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: not UTF-8, {error.reason}") from error
    return header, first


def check_files(data: Path, columns: tuple[str, ...]) -> list[Path]:
    """Refuse, before Spark starts, a folder that holds no readable table, and name the file."""
    files = sorted(data.glob("**/*.csv"))
    if not files:
        raise DataError(f"{data}: no .csv file here")
    for file in files:
        header, first = opening(file)
        missing = [name for name in columns if name not in header]
        if not header or not first.strip():
            raise DataError(f"{file}: the file is empty")
        if len(header) == 1:
            raise DataError(f"{file}: one column, `{header[0]}`: is the separator a comma?")
        if missing:
            raise DataError(f"{file}: column `{missing[0]}` is missing")
    return files


def quoted(name: str) -> Column:
    """The column of this name, whatever is in it: Spark reads a dot as a field of a column."""
    return f.col("`" + name.replace("`", "``") + "`")


def read_table(spark: SparkSession, files: list[Path], columns: tuple[str, ...]) -> DataFrame:
    """All rows as text, with the file that they come from."""
    # Read a file at a time, because Spark applies the first header to all files, whatever their order of columns.
    tables = [
        spark.read.csv(file.resolve().as_uri(), header=True).select(
            *(quoted(name) for name in columns), f.lit(str(file)).alias("which file")
        )
        for file in files
    ]
    table = tables[0]
    for other in tables[1:]:
        table = table.unionByName(other)
    return table


def read_observations(
    spark: SparkSession, files: list[Path], made: Recipe, measured: tuple[schema.Column, ...]
) -> Observations:
    """Numbers as numbers, every day once. The first value that contradicts the schema is an error with its place."""
    text = read_table(spark, files, made.columns).withColumnRenamed(made.date, "which day").cache()
    refuse_bad_values(text, made.date, measured)
    numbers = [number(column.name).alias(column.name) for column in measured]
    every = text.select(day().alias(made.date), *numbers).cache()
    # dropna reads a dot in a name as a field.
    complete = every.filter(reduce(and_, [quoted(column.name).isNotNull() for column in measured]))
    rows, kept = every.count(), complete.count()
    return Observations(once(complete, made.date), kept, rows - kept)


def day() -> Column:
    return f.to_date(f.translate(f.substring("which day", 1, 10), "/", "-"))


def number(name: str) -> Column:
    return quoted(name).cast("double")


def is_bad(column: schema.Column) -> Column:
    """No finite number, or outside the column's range; a nullable column may be empty."""
    value, text = number(column.name), quoted(column.name)
    bad = value.isNull() | f.isnan(value) | value.isin(math.inf, -math.inf)
    if column.nullable:
        bad = bad & text.isNotNull() & (f.trim(text) != "")
    if column.minimum is not None:
        bad = bad | (value < column.minimum)
    if column.maximum is not None:
        bad = bad | (value > column.maximum)
    return f.coalesce(bad, f.lit(False))


def refuse_bad_values(text: DataFrame, date: str, measured: tuple[schema.Column, ...]) -> None:
    """Stop at the first row that has no date, or a value that contradicts the schema."""
    flags = f.array(day().isNull(), *(is_bad(column) for column in measured))
    values = f.array("which day", *(quoted(column.name) for column in measured))
    row = text.select("which file", values, flags.alias("flags")).filter(f.array_contains("flags", True)).first()
    if row:
        file, given, bad = row
        number = bad.index(True)
        name, rule = (measured[number - 1].name, broken(measured[number - 1], given[number])) if number else (date, "")
        raise DataError(f"{file}: column `{name}`: {rule or 'no usable value'} on {given[0]}")


def broken(column: schema.Column, text: str | None) -> str:
    """Which limit the value exceeds, if it is a finite number."""
    try:
        value = float(text or "")
    except ValueError:
        return ""
    return outside(column, value) if math.isfinite(value) else ""


def once(observations: DataFrame, date: str) -> DataFrame:
    """Every day once: equal rows are one day, days that contradict each other are refused."""
    different = observations.dropDuplicates().cache()
    twice = different.groupBy(quoted(date)).count().filter("count > 1").orderBy(quoted(date))
    if first := twice.first():
        days = f"{twice.count()} of {different.select(quoted(date)).distinct().count()} days"
        raise DataError(f"column `{date}`: {first[0]} comes {first[1]} times with other values, as do {days}")
    return different
