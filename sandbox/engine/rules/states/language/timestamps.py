"""Timestamps of the States Language: RFC 3339 with a capital T, and a capital Z or an offset."""

import datetime
import re

_FORM = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})")


def moment(text: str) -> datetime.datetime | None:
    """The time that a text names; None if it is no timestamp or no time."""
    found = _FORM.fullmatch(text)
    if not found:
        return None
    fraction = (found[1] or "")[:7]  # Python keeps microseconds
    try:
        return datetime.datetime.fromisoformat(text[:19] + fraction + found[2])
    except ValueError:
        return None


def text(time: datetime.datetime) -> str:
    """A time as Step Functions writes it."""
    return f"{time.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03}Z"
