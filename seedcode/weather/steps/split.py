"""Which days are learnt from and which are tested on: the oldest to train, the newest to test."""

import datetime
from typing import Any

from features import MEMORY
from support.errors import DataError

TEST_SHARE, VALIDATION_SHARE = 0.25, 0.15
QUARTER, MONTH = 3, 1  # months
LEAST_BEFORE_TEST = 0.6  # of all days; a calendar boundary that leaves fewer is not taken


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


def split(rows: list[Any], horizon: int) -> dict[str, list[Any]]:
    """Three sets of rows whose first value is a day; rows that would see another set's future are dropped."""
    test = start_of_test([row[0] for row in rows]) if rows else 0
    validation = round(test * (1 - VALIDATION_SHARE / (1 - TEST_SHARE)))
    parts = {
        "train": rows[: max(validation - horizon, 0)],
        "validation": rows[validation : max(test - horizon, validation)],
        "test": rows[test:],
    }
    for name, part in parts.items():
        if not part:
            raise DataError(f"{len(rows)} usable days leave nothing to {name} on: give at least {10 * MEMORY} days")
    return parts
