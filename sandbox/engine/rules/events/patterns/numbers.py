"""Numbers as Event Ruler compares them: those that a double holds exactly as they were written."""

import math
from decimal import Decimal, InvalidOperation


def comparable(text: str) -> float | None:
    """The double that a number's text is; None for no number, and for one that would change as a double."""
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return None
    double = float(exact) + 0.0  # a minus before zero is lost
    if not math.isfinite(double) or Decimal(repr(double)) != exact:
        return None
    return double
