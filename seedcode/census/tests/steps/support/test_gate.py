"""What the gate says of a model."""

import re

import pytest

from support.gate import Rule, judge

PASSED, MISSED = Rule("AUC", 0.914, 0.8, digits=3), Rule("percent better", -3.21, 2.0)


def test_a_model_that_keeps_every_rule_passes_with_all_of_them():
    found = judge([PASSED], "lower is better")
    assert found == {"passed": 1, "verdict": "Good enough: AUC 0.914 of at least 0.800 - lower is better"}


def test_the_rule_that_was_missed_is_named_with_how_far():
    found = judge([PASSED, MISSED], "lower is better")
    assert found["passed"] == 0
    assert found["verdict"] == "Not good enough: percent better -3.2 of at least 2.0 is 5.2 short - lower is better"


@pytest.mark.parametrize(
    ("value", "text"), [(1.99996, "1.99996 of at least 2.00000 is 0.00004 short"), (2.0, "2.0 of at")]
)
def test_rounding_never_hides_a_miss(value, text):
    assert text in judge([Rule("percent better", value, 2.0)], "")["verdict"]


def test_the_registry_takes_every_sign_of_a_sentence():
    assert re.fullmatch(r"[\w .:/=+\-@]{1,256}", judge([PASSED, MISSED], "RMSE 1.2 against 1.3")["verdict"])
