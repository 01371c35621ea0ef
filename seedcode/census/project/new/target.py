"""What is learnt from the target: a number, or which rows have the positive label."""

from collections import Counter
from dataclasses import replace

import numpy as np

from project.new.columns import Found
from project.new.numbers import UNKNOWN
from support.consistency import CLASSIFICATION, REGRESSION
from support.errors import DataError
from support.schema import CATEGORY, IGNORED, Column
from support.task import Task

TWO = 2
MOST_LABELS = 50
POSITIVES = ("1", "1.0", "yes", "true", "y", "t", "positive", "ja", "oui", "si")


def task(found: Found, positive: str) -> tuple[Task, Column, int]:
    """The task, the target's column, and how many rows have none."""
    name, missing = found.column.name, sum(cell in UNKNOWN for cell in found.cells)
    labels = Counter(cell for cell in found.cells if cell not in UNKNOWN)
    if len(labels) < TWO:
        raise DataError(f"column `{name}` is the same in every row: there is nothing to learn; choose another TARGET")
    values = found.numbers.values if found.numbers else np.empty(0)
    different = len(np.unique(values[np.isfinite(values)]))
    if found.numbers and different > TWO and not positive:
        column = replace(found.column, nullable=False)
        if column.kind == IGNORED:
            raise DataError(f"column `{name}` is {column.description}; choose another TARGET")
        return Task(name, REGRESSION, unit=column.unit), column, int((~np.isfinite(values)).sum())
    if len(labels) > MOST_LABELS:
        raise DataError(
            f"column `{name}` has {len(labels)} different texts: it is no number and no label; choose another TARGET"
        )
    chosen = chosen_label(name, labels, positive)
    column = Column(name, CATEGORY, values=tuple(sorted(labels)))
    return Task(name, CLASSIFICATION, positive=chosen), column, missing


def chosen_label(name: str, labels: Counter[str], positive: str) -> str:
    """The label that is asked for, or of two the one that means yes, or else the rarer one."""
    if positive:
        for label in labels:
            if positive in (label, label.casefold()):
                return label
        raise DataError(f"column `{name}` has no label `{positive}`; POSITIVE is one of {', '.join(sorted(labels))}")
    if len(labels) > TWO:
        some = ", ".join(f"`{label}`" for label, _ in labels.most_common(6))
        raise DataError(
            f"column `{name}` has {len(labels)} labels ({some}): say which one is learnt against all others, "
            f"POSITIVE={labels.most_common()[-1][0]}"
        )
    affirmative = [label for label in labels if label.casefold() in POSITIVES]
    return affirmative[0] if len(affirmative) == 1 else min(sorted(labels), key=lambda label: labels[label])
