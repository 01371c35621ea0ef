"""Columns that nearly are the target: they are known too late to predict it, or are the target under another name."""

import numpy as np
import pandas as pd

from support.configuration import Configuration
from support.schema import CATEGORY

NEARLY = 0.98  # of what there is to explain
ROWS_PER_VALUE = 5  # of a category, on average: with fewer, every value explains its own row


def leaks(table: pd.DataFrame, configuration: Configuration) -> list[str]:
    """A warning for each feature that determines the target nearly alone."""
    target = configuration.target.name
    truth = table.loc[:, target].to_numpy(dtype=float)
    found = []
    for column in configuration.features:
        if column.formula:
            continue
        given = table.loc[:, column.name]
        of_category = column.kind == CATEGORY
        share = explained_by_groups(given, truth) if of_category else explained_by_order(given, truth)
        if share >= NEARLY:
            hint = 'if it is not known before, set its kind to "ignored"'
            found.append(f"column `{column.name}` determines `{target}` nearly alone: {hint}")
    return found


def explained_by_order(given: pd.Series, truth: np.ndarray) -> float:
    """How well the order of the numbers is that of the target: 1 entirely, either way; 0 not at all.

    Of two labels it is how seldom a row of one lies among those of the other, counted from the area under the curve.
    """
    known = given.notna().to_numpy()
    ranks, target = given.loc[known].rank().to_numpy(), truth[known]
    labels = np.unique(target)
    if len(labels) == 2:
        positive = target == labels[1]
        count, pairs = int(positive.sum()), int(positive.sum()) * int((~positive).sum())
        return abs(2 * (ranks[positive].sum() - count * (count + 1) / 2) / pairs - 1)
    if len(labels) < 2 or np.ptp(ranks) == 0:
        return 0.0
    return float(abs(np.corrcoef(ranks, pd.Series(target).rank().to_numpy())[0, 1]))


def explained_by_groups(given: pd.Series, truth: np.ndarray) -> float:
    """The share of the target's variance that lies between the groups."""
    groups = pd.factorize(given.astype(object), use_na_sentinel=False)[0]
    count = int(groups.max()) + 1
    if count * ROWS_PER_VALUE > len(truth):
        return 0.0
    sizes = np.bincount(groups, minlength=count)
    means = np.bincount(groups, weights=truth, minlength=count) / np.maximum(sizes, 1)
    return float(1 - np.var(truth - means[groups]) / np.var(truth))
