"""How far a figure may be from the truth: it is measured again on test sets drawn from the rows of the test set.

All models are measured on the same drawn sets (paired bootstrap), so that what is hard for all of them cancels out.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

MOST, FEWEST = 500, 200  # drawn test sets
CELLS = 5_000_000  # rows times drawn sets: large test sets are drawn less often, their figures vary less
AT_ONCE = 1_000_000  # cells in memory
SEED = 7


class Interval(NamedTuple):
    """The truth is above `low` with the confidence of the gate, and below `high` with the same one."""

    value: float
    low: float
    high: float


def weights(rows: int, block: int = 1) -> Iterator[np.ndarray]:
    """How often each row is in each set, (rows, sets): first the test set itself, then those drawn, the same each time.

    With a block, that many neighbouring rows are drawn together, the last row being the first one's neighbour (circular
    block bootstrap: Politis and Romano, 1992): the errors of days in a row are alike, and count for fewer days.
    """
    if block < 1:
        raise ValueError(f"a block of {block} rows: give at least 1")
    yield np.ones((rows, 1))
    random, block = np.random.default_rng(SEED), min(block, rows)
    left, largest = max(FEWEST, min(MOST, CELLS // rows)), max(1, AT_ONCE // rows)
    while left > 0:
        count = min(left, largest)
        left -= count
        yield np.ascontiguousarray(_drawn(random, rows, block, count).T, dtype=float)


def _drawn(random: np.random.Generator, rows: int, block: int, count: int) -> np.ndarray:
    """How often each row is in each of so many drawn sets, (sets, rows)."""
    drawn = random.integers(0, rows, (count, -(-rows // block))) + rows * np.arange(count)[:, None]
    starts = np.bincount(drawn.ravel(), minlength=count * rows).reshape(count, rows)
    if block == 1:
        return starts
    # A row is drawn with each of the `block` starts up to it.
    around = np.concatenate([np.zeros((count, 1), dtype=int), starts[:, rows - block + 1 :], starts], axis=1)
    sums = np.cumsum(around, axis=1)
    return sums[:, block:] - sums[:, :-block]


def interval(values: np.ndarray, confidence: float) -> Interval:
    """From the value on the test set and those on the drawn ones, in the order of `weights`.

    Each end holds at `confidence` by itself, as the gate compares one end. A set on which nothing can be measured, as
    one without a positive label, does not count.
    """
    low, high = np.nanquantile(values[1:], [1 - confidence, confidence])
    return Interval(float(values[0]), float(low), float(high))
