"""The fields of a cron expression: minutes, hours, day of the month, month, day of the week and year."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST, _LEAST = 6, 5
_NAMES_OF_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_NAMES_OF_DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
_DAY_OF_MONTH = re.compile(r"LW?|(?P<day>[0-9]{1,2})W")
_DAY_OF_WEEK = re.compile(r"L|(?P<day>[1-7]|[A-Z]{3})(L|#[1-5])")
_NUMBER = re.compile(r"[0-9]{1,4}")


class _Field(NamedTuple):
    first: int
    last: int
    names: tuple[str, ...] = ()
    special: re.Pattern[str] | None = None

    def number(self, text: str) -> int | None:
        """The number of a value, None where it is none or outside of the field."""
        if text in self.names:
            return self.first + self.names.index(text)
        value = int(text) if _NUMBER.fullmatch(text) else -1
        return value if self.first <= value <= self.last else None


_FIELDS = (
    _Field(0, 59),
    _Field(0, 23),
    _Field(1, 31, special=_DAY_OF_MONTH),
    _Field(1, 12, tuple(_NAMES_OF_MONTHS)),
    _Field(1, 7, tuple(_NAMES_OF_DAYS), _DAY_OF_WEEK),
    _Field(1970, 9999),  # the guide's 2199 is not enforced
)
_DAYS = (2, 4)


def standard(text: str) -> str | None:
    """The fields with numbers for names and lists for ranges, six of them; None where one of them is wrong.

    Days are given once: of the two fields of days, one has a question mark. A comma at the end of a field is taken:
    boto/boto3#2876.
    """
    given = [field.removesuffix(",") for field in text.upper().split()]
    if not _LEAST <= len(given) <= MOST or [given[place] for place in _DAYS].count("?") != 1:
        return None
    found = [_standard(field, value, place) for place, (field, value) in enumerate(zip(_FIELDS, given, strict=False))]
    return None if None in found else " ".join([*map(str, found), "*"][:MOST])


def _standard(field: _Field, value: str, place: int) -> str | None:
    if value == "?":
        return value if place in _DAYS else None
    parts = value.split(",")
    if "#" in value and len(parts) > 1:
        return None
    found = [_part(field, part) for part in parts]
    return None if None in found else ",".join(map(str, found))


def _part(field: _Field, text: str) -> str | None:
    special = field.special.fullmatch(text) if field.special else None
    if special:
        day = special["day"]
        number = field.number(day) if day else None
        return text if not day else None if number is None else text.replace(day, str(number), 1)
    base, slash, step = text.partition("/")
    if slash and not (step.isascii() and step.isdigit() and 0 < int(step) <= field.last):
        return None
    if base == "*":
        return text
    return _listed(field, base, int(step) if slash else 0)


def _listed(field: _Field, base: str, step: int) -> str | None:
    """The numbers of a value or a range; a range may go over the end of the field, as FRI-MON does."""
    first, dash, last = base.partition("-")
    start, end = field.number(first), field.number(last) if dash else None
    if start is None or (dash and end is None):
        return None
    if end is None:
        return f"{start}/{step}" if step else str(start)
    return ",".join(map(str, _range(field, start, end, step or 1)))


def _range(field: _Field, start: int, end: int, step: int) -> Iterator[int]:
    size = field.last - field.first + 1
    length = (end - start) % size
    return (field.first + (start - field.first + offset) % size for offset in range(0, length + 1, step))
