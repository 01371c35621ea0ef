"""Numbers as text: as many digits as they are worth."""

import math

import numpy as np

MOST_DIGITS = 6
MINUS = "\u2212"  # which screen readers read as such
LEAST_SHOWN = 0.0005  # a smaller share is shown as below 0.1 %


def missing(value: object) -> bool:
    return value is None or (isinstance(value, (float, np.floating)) and math.isnan(value))


def signed(text: str) -> str:
    """With a minus sign instead of a hyphen. A rounded zero has no sign."""
    if not text.startswith("-"):
        return text
    return text[1:] if not text.strip("-0.,") else f"{MINUS}{text[1:]}"


def fixed(value: float | None, digits: int) -> str:
    """So many digits behind the point."""
    return "not known" if missing(value) else signed(f"{value:,.{digits}f}")


def number(value: float | None, significant: int = 4) -> str:
    """So many significant digits, without an exponent."""
    if value is None or missing(value):
        return "not known"
    if value == 0 or not math.isfinite(value):
        return signed(f"{value:g}")
    digits = significant - 1 - math.floor(math.log10(abs(value)))
    text = f"{value:,.{max(0, min(digits, 9))}f}"
    return signed(text.rstrip("0").rstrip(".") if "." in text else text)


def amount(value: float | None, unit: str, significant: int = 3) -> str:
    """With its unit, if it has one."""
    return f"{number(value, significant)} {unit}".strip()


def added(value: float, significant: int = 2) -> str:
    """With a plus if it is positive."""
    return f"{'+' if value > 0 else ''}{number(value, significant)}"


def share(value: float | None, digits: int = 1) -> str:
    """In percent."""
    if value is None or missing(value):
        return "not known"
    if 0 < value < LEAST_SHOWN and digits == 1:
        return "<0.1 %"
    return f"{signed(f'{100 * value:,.{digits}f}')} %"


def count(value: int) -> str:
    return f"{int(value):,}"


def digits_for(low: float, high: float) -> int:
    """So many that an interval of this width has two digits that matter."""
    width = abs(high - low)
    if not math.isfinite(width) or width == 0:
        return 3
    return max(0, min(MOST_DIGITS, 1 - math.floor(math.log10(width))))


def interval(low: float, high: float, digits: int) -> str:
    return f"{fixed(low, digits)} to {fixed(high, digits)}"


def value_of(value: object) -> str:
    """A value of a column, as it is."""
    if missing(value):
        return "missing"
    if isinstance(value, (bool, np.bool_, str)):
        return str(value)
    if isinstance(value, (int, float, np.number)):
        return number(float(value), 6 if float(value).is_integer() else 5)
    return str(value)


def several(count_: int, one: str, many: str = "") -> str:
    """`1 row`, `2 rows`."""
    return f"{count_:,} {one if count_ == 1 else many or f'{one}s'}"
