"""Rows that come more than once, and a row's place in the split: both follow from the row alone."""

import zlib
from collections.abc import Iterable

PERCENT = 100


def place(row: str, shares: dict[str, int]) -> str:
    """The set of a row, by a hash of what is in it: it stays there when more rows are added.

    `shares` are percentages by name, in order.
    """
    number, end = zlib.crc32(row.encode()) % PERCENT, 0
    for name, share in shares.items():
        end += share
        if number < end:
            return name
    raise ValueError(f"the shares {shares} do not add up to {PERCENT}")


def places(rows: Iterable[str], shares: dict[str, int]) -> list[str]:
    return [place(row, shares) for row in rows]


def warning(duplicates: int, rows: int, what: str) -> list[str]:
    """A sentence about rows that were left out; none if every row came once."""
    if not duplicates:
        return []
    return [f"{duplicates} of {rows} {what} are exact duplicates ({duplicates / rows:.1%}): each was kept once"]
