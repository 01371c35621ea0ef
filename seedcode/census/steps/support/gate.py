"""Which rules a model has to keep to be registered, and the sentence that says how it did.

The sentence goes into the registry, which takes letters, digits, blanks and _ . : / = + - @ only.
"""

from collections.abc import Sequence
from typing import NamedTuple

MOST_DIGITS = 6


class Rule(NamedTuple):
    """A value and what is asked of it: at least this much. `what` names it, with its unit."""

    what: str
    value: float
    least: float
    digits: int = 1

    @property
    def holds(self) -> bool:
        return self.value >= self.least

    def __str__(self) -> str:
        digits = self.digits
        # A miss that rounding would hide is shown with more digits.
        while not self.holds and digits < MOST_DIGITS and f"{self.value:.{digits}f}" == f"{self.least:.{digits}f}":
            digits += 1
        text = f"{self.what} {self.value:.{digits}f} of at least {self.least:.{digits}f}"
        return text if self.holds else f"{text} is {self.least - self.value:.{digits}f} short"


def judge(rules: Sequence[Rule], measured: str) -> dict:
    """`passed` is 1 or 0; the sentence names the rules that were missed, or all of them, and what was measured."""
    missed = [rule for rule in rules if not rule.holds]
    shown = " and ".join(map(str, missed or rules))
    return {
        "passed": 0 if missed else 1,
        "verdict": f"{'Not good enough' if missed else 'Good enough'}: {shown} - {measured}",
    }
