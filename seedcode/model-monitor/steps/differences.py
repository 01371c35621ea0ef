"""Differences between two samples: how large, and how likely by chance. Pure functions of numpy, scipy and pandas."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special, stats

GROUPS = 10
SMALLEST = 0.0005  # the share that an empty group counts as, because its logarithm is needed
FEWEST_EXPECTED = 5  # of a cell of a table, for the chi-square distribution to hold (Cochran, 1954)


class Difference(NamedTuple):
    """`size` is 0 for equal samples; `chance` is the probability of one as large if nothing changed."""

    size: float
    chance: float


def distance(before: np.ndarray, now: np.ndarray) -> Difference:
    """Kolmogorov-Smirnov: the largest gap between the two distribution functions, for sorted or unsorted numbers."""
    one, other = np.sort(before), np.sort(now)
    every = np.concatenate([one, other])
    shares = (np.searchsorted(side, every, side="right") / len(side) for side in (one, other))
    size = float(np.max(np.abs(np.subtract(*shares))))
    pairs = len(one) * len(other) / (len(one) + len(other))
    return Difference(size, float(special.kolmogorov(np.sqrt(pairs) * size)))


def groups(before: np.ndarray, now: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The counts of both samples between the deciles of the first one; equal deciles are one group."""
    edges = np.unique(np.quantile(before, np.linspace(0, 1, GROUPS + 1)[1:-1], method="inverted_cdf"))
    one, other = (np.bincount(np.searchsorted(edges, side, side="left"), minlength=len(edges) + 1)
                  for side in (before, now))  # fmt: skip
    return one, other


def categories(before: np.ndarray, now: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The values of the first sample, and how often they are in each of the two."""
    one, other = (pd.Series(side, dtype=object).value_counts() for side in (before, now))
    names = sorted(one.index)
    counts = [side.reindex(names, fill_value=0).to_numpy() for side in (one, other)]
    return np.array(names), counts[0], counts[1]


def stability(before: np.ndarray, now: np.ndarray) -> float:
    """Population stability index of two rows of counts: sum of (now - before) ln(now / before) of their shares."""
    one, other = (np.maximum(side / max(side.sum(), 1), SMALLEST) for side in (before, now))
    return float(np.sum((other - one) * np.log(other / one)))


def association(before: np.ndarray, now: np.ndarray) -> Difference:
    """Chi-square of two rows of counts; the size is the population stability index. Rare groups are put together."""
    size = stability(before, now)
    one, other = _without_rare(before, now)
    if len(one) < 2:
        return Difference(size, 1.0)
    table = np.stack([one, other]).astype(float)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return Difference(size, float(special.chdtrc(len(one) - 1, np.sum((table - expected) ** 2 / expected))))


def _without_rare(before: np.ndarray, now: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    total = before + now
    smaller = min(before.sum(), now.sum()) / max(total.sum(), 1)
    rare = total * smaller < FEWEST_EXPECTED
    if not rare.any():
        return before, now
    kept = [np.append(side[~rare], side[rare].sum()) for side in (before, now)]
    if (kept[0][-1] + kept[1][-1]) * smaller < FEWEST_EXPECTED:
        kept = [side[:-1] for side in kept]
    return kept[0], kept[1]


def shares(before: tuple[int, int], now: tuple[int, int]) -> Difference:
    """Of two (count, of how many): Fisher's exact test where counts are small, else chi-square."""
    one, other = (count / of if of else 0.0 for count, of in (before, now))
    table = np.array([[before[0], before[1] - before[0]], [now[0], now[1] - now[0]]])
    if table.sum(axis=0).min() == 0:
        return Difference(other - one, 1.0)
    if table.min() < FEWEST_EXPECTED:
        return Difference(other - one, float(stats.fisher_exact(table)[1]))  # type: ignore[arg-type]
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return Difference(other - one, float(special.chdtrc(1, np.sum((table - expected) ** 2 / expected))))


def separation(before: np.ndarray, now: np.ndarray) -> Difference:
    """How often a value of the second sample is above one of the first: 0.5 is chance (Mann and Whitney, 1947)."""
    ranks = stats.rankdata(np.concatenate([before, now]))
    of = len(before) * len(now)
    area = (ranks[len(before) :].sum() - len(now) * (len(now) + 1) / 2) / of
    _, ties = np.unique(ranks, return_counts=True)
    every = len(ranks)
    tied = np.sum(ties.astype(float) ** 3 - ties) / (every * (every - 1))
    deviation = np.sqrt((every + 1 - tied) / (12 * of))
    # One side: a classifier that is worse than chance has found nothing.
    return Difference(float(area), float(special.ndtr((0.5 - area) / deviation)) if deviation else 1.0)


def holm(chances: list[float]) -> list[float]:
    """The chances corrected for how many there are: any false alarm among all of them is as likely as the limit.

    S. Holm, A simple sequentially rejective multiple test procedure, 1979.
    """
    order = np.argsort(chances, kind="stable")
    times = np.array(chances)[order] * (len(chances) - np.arange(len(chances)))
    corrected = np.empty(len(chances))
    corrected[order] = np.minimum(np.maximum.accumulate(times), 1.0)
    return [float(value) for value in corrected]
