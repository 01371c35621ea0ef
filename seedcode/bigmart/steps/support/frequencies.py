"""The values of a column by how common they are."""

from collections import Counter

import pandas as pd


def by_frequency(values: pd.Series) -> list[tuple[str, int]]:
    """Each value as text with its number of rows, the commonest first; of equally common ones by name."""
    counts = Counter(str(value) for value in values.dropna().tolist())
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
