"""Asks the project that trains for a new model, at most once in a number of days.

The request is a file below `executions/retraining/`, which only this project's roles can write. The project that
trains starts its own pipeline for it, if its owner has named this project: nothing here may start anything there.
"""

import json
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from watch import store
from watch.settings import Settings

REASONS = ("data", "quality")


def ask(s3: Any, settings: Settings, problems: dict[str, str], now: datetime) -> str:
    """What came of it, in a sentence; empty if nothing is to be asked."""
    if settings.retraining != "yes" or not set(REASONS) & problems.keys():
        return ""
    folder = f"s3://{settings.artifact_bucket}/executions/retraining/"
    asked = [_date(key) for key, _ in store.keys_below(s3, folder)]
    if until := quiet_until(asked, int(settings.retraining_days), now.date()):
        return f"A training was asked for already; the next one not before {until}."
    body = json.dumps({"problems": problems}).encode()
    if not store.write_once(s3, f"{folder}{now:%Y-%m-%d}.json", body):
        return "A training was asked for at this moment by another run."
    return "A training was asked for."


def quiet_until(asked: Collection[date], days: int, today: date) -> date | None:
    """The day from which a training may be asked for again; None if it may be now."""
    if not asked:
        return None
    until = max(asked) + timedelta(days=days)
    return until if today < until else None


def _date(key: str) -> date:
    return date.fromisoformat(key.rpartition("/")[2].removesuffix(".json"))
