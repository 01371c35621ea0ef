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


def places_of_groups(groups: Iterable[str], shares: dict[str, int]) -> list[str]:
    """The set of each row by its group: of the groups, in the order of a hash of their names, each set has its share.

    Every set but the first has a group at least. A group may move to another set when there are more groups.
    """
    rows = list(groups)
    ordered = sorted(set(rows), key=lambda name: (zlib.crc32(name.encode()), name))
    total, sets = len(ordered), dict[str, str]()
    first, *others = shares
    for name in reversed(others):
        count = max(1, round(total * shares[name] / PERCENT))
        sets |= dict.fromkeys(ordered[len(ordered) - count :], name)
        del ordered[len(ordered) - count :]
    if not ordered:
        raise ValueError(f"{len(sets)} groups are too few for {len(shares)} sets")
    return [sets.get(name, first) for name in rows]


def warning(duplicates: int, rows: int, what: str) -> list[str]:
    """A sentence about rows that were left out; none if every row came once."""
    if not duplicates:
        return []
    return [f"{duplicates} of {rows} {what} are exact duplicates ({duplicates / rows:.1%}): each was kept once"]
