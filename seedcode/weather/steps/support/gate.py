"""The rules that a model has to meet to be registered, and the sentence with the result.

The sentence goes into the registry, which takes letters, digits, blanks and _ . : / = + - @ only.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

MOST_DIGITS = 6


class Rule(NamedTuple):
    """A measured value and the least that is required. `what` names it, with its unit."""

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


def judge(rules: Sequence[Rule], measured: str) -> dict[str, Any]:
    """`passed` is 1 or 0; the sentence names the rules that were missed, or all of them, and what was measured."""
    missed = [rule for rule in rules if not rule.holds]
    shown = " and ".join(map(str, missed or rules))
    return {
        "passed": 0 if missed else 1,
        "verdict": f"{'Not good enough' if missed else 'Good enough'}: {shown} - {measured}",
    }
