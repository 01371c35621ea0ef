"""Which rows a model takes."""

import pytest

from support.contract import CATEGORY, NUMBER, Column, Contract
from support.rows import cell

CONTRACT = Contract((), frozenset({"?", ""}), "y", False, {})
AGE = Column("age", NUMBER, minimum=0, maximum=120, unit="years")
COLOUR = Column("colour", CATEGORY, values=("red", "green"))
FREE = Column("job", CATEGORY, nullable=True)


@pytest.mark.parametrize(
    ("column", "text", "given"),
    [
        (AGE, " 40 ", "40"),
        (AGE, "40 years", "40"),
        (AGE, "1e1", "1e1"),
        (COLOUR, "red", "red"),
        (FREE, "anything, really", "anything, really"),
        (FREE, "?", ""),
        (FREE, "", ""),
    ],
)
def test_a_cell_that_the_model_takes(column, text, given):
    assert cell(text, column, CONTRACT) == given


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        (AGE, "", "`age`: missing, and the schema does not allow that"),
        (AGE, "?", "`age`: missing, and the schema does not allow that"),
        (AGE, "-1", "`age`: `-1` is below the minimum 0"),
        (AGE, "121", "`age`: `121` is above the maximum 120"),
        (AGE, "nan", "`age`: `nan` is not a finite number"),
        (AGE, "inf", "`age`: `inf` is not a finite number"),
        (AGE, "1_0", "`age`: `1_0` is not a finite number"),
        (AGE, "old", "`age`: `old` is not a finite number"),
        (COLOUR, "blue", "`colour`: `blue` is none of red, green"),
        (FREE, "two\nlines", "`job`: has a line break"),
    ],
)
def test_a_cell_that_it_does_not_take_has_a_reason(column, text, reason):
    with pytest.raises(ValueError) as refused:
        cell(text, column, CONTRACT)
    assert str(refused.value) == reason
