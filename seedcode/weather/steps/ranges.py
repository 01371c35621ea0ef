"""Is a number within the range that the schema gives its column? The data and every request are checked with it."""

from support.schema import Column


def outside(column: Column, value: float) -> str:
    """Which limit the value exceeds, in words; empty if none."""
    if column.minimum is not None and value < column.minimum:
        return f"{value:g} is below the minimum {column.minimum:g}"
    if column.maximum is not None and value > column.maximum:
        return f"{value:g} is above the maximum {column.maximum:g}"
    return ""
