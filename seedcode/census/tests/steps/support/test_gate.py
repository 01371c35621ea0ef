"""The rules of the gate, and what its sentence says of them."""

import re

import pytest

from support.configuration import Gate
from support.gate import judge

GATE = Gate(minimum_improvement=0.02, minimum=0.8, maximum_regression=0.0, confidence=0.9)
LINE = "a straight line"


def figure(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def result(**changed: object) -> dict:
    """A model that keeps every rule, against a version 3 in production that is a little better by chance."""
    found = {
        "metric": {"name": "auc", "direction": "higher", "unit": ""},
        "candidate": {"auc": figure(0.914, 0.905, 0.922)},
        "baselines": {LINE: {"auc": figure(0.895, 0.88, 0.9)}},
        "champion": {"version": "3", "where": "production", "metrics": {"auc": figure(0.915, 0.906, 0.923)}},
        "difference": {
            "baseline": {"name": LINE, **figure(0.182, 0.161, 0.21)},
            "champion": {"name": "version 3 in production", **figure(-0.008, -0.03, 0.012)},
        },
    }
    return found | changed


def against(production: dict[str, float]) -> dict:
    champion = {"name": "version 3 in production", **production}
    return result(difference={**result()["difference"], "champion": champion})


def test_a_model_that_keeps_every_rule_passes_with_all_of_them():
    found = judge(GATE, result())
    assert found["passed"] == 1
    assert [rule["holds"] for rule in found["rules"]] == [True, True, True]
    assert found["verdict"] == (
        "Good enough: 18.2 percent better than a straight line and reliably 16.1: required 2.0 and auc 0.914 "
        "and reliably 0.905: required 0.800 and 0.8 percent worse than version 3 in production which may be "
        "chance - reliably means with 90 percent confidence"
    )


def test_the_lower_end_counts_and_not_the_value():
    line = {"name": LINE, **figure(0.08, -0.01, 0.2)}
    found = judge(GATE, result(difference={"baseline": line, "champion": None}, champion=None))
    assert found["passed"] == 0
    assert found["verdict"] == (
        "Not good enough: 8.0 percent better than a straight line and reliably only -1.0: required 2.0 - auc "
        "0.914 against 0.895 of a straight line: higher is better - reliably means with 90 percent confidence"
    )


def test_a_model_below_the_baselines_is_called_worse():
    line = {"name": LINE, **figure(-0.08, -0.1, -0.05)}
    found = judge(GATE, result(difference={"baseline": line, "champion": None}, champion=None))
    assert "8.0 percent worse than a straight line and reliably only -10.0: required 2.0" in found["verdict"]


def test_a_model_that_is_better_than_the_baselines_and_shown_to_be_worse_than_production_is_stopped():
    found = judge(GATE, against(figure(-0.041, -0.055, -0.029)))
    assert found["passed"] == 0
    assert found["verdict"] == (
        "Not good enough: 4.1 percent worse than version 3 in production and reliably 2.9: allowed 0.0 - "
        "auc 0.914 against 0.895 of a straight line and 0.915 of version 3 in production: higher is better - reliably "
        "means with 90 percent confidence"
    )


@pytest.mark.parametrize(
    ("production", "words"),
    [
        (figure(-0.041, -0.09, 0.001), "4.1 percent worse than version 3 in production which may be chance"),
        (figure(0.012, -0.02, 0.05), "1.2 percent better than version 3 in production"),
        (figure(0.0, 0.0, 0.0), "0.0 percent better than version 3 in production"),
    ],
)
def test_a_model_that_may_be_as_good_as_production_passes(production, words):
    found = judge(GATE, against(production))
    assert found["passed"] == 1
    assert words in found["verdict"]


def test_a_loss_that_is_allowed_passes_and_is_named():
    allowed = Gate(minimum_improvement=0.02, maximum_regression=0.03)
    found = judge(allowed, against(figure(-0.041, -0.055, -0.029)))
    assert found["passed"] == 1
    assert "4.1 percent worse than version 3 in production and reliably 2.9: allowed 3.0" in found["verdict"]


def test_without_a_version_in_production_the_baselines_decide():
    found = judge(GATE, result(difference={**result()["difference"], "champion": None}, champion=None))
    assert found["passed"] == 1
    assert len(found["rules"]) == 2


def test_a_production_that_was_not_compared_is_named_in_the_verdict():
    problem = "version 3 in production was not compared: its column `age` is no longer there, (x)"
    champion = {"version": "3", "where": "production", "problem": problem}
    found = judge(GATE, result(difference={**result()["difference"], "champion": None}, champion=champion))
    assert found["passed"] == 1
    assert "version 3 in production was not compared: its column  age  is no longer there" in found["verdict"]


def test_the_limit_of_an_error_is_the_most_that_its_upper_end_may_be():
    metric = {"name": "rmse", "direction": "lower", "unit": "rings"}
    found = result(
        metric=metric,
        candidate={"rmse": figure(2.1, 2.0, 2.3)},
        baselines={LINE: {"rmse": figure(2.5, 2.4, 2.6)}},
        champion=None,
        difference={"baseline": {"name": LINE, **figure(0.16, 0.1, 0.2)}, "champion": None},
    )
    assert judge(Gate(minimum=2.4), found)["passed"] == 1
    missed = judge(Gate(minimum=2.2), found)
    assert missed["passed"] == 0
    assert missed["verdict"].startswith("Not good enough: rmse 2.100 and reliably 2.300: allowed 2.200")
    assert "rmse 2.100 rings against 2.500 of a straight line: lower is better" in missed["verdict"]


@pytest.mark.parametrize(
    ("low", "passed", "words"),
    [
        (0.0199996, 0, "reliably only 1.99996: required 2.00000"),
        (0.02, 1, "reliably 2.0: required 2.0"),
    ],
)
def test_rounding_never_hides_a_miss(low, passed, words):
    line = {"name": LINE, **figure(0.1, low, 0.2)}
    found = judge(GATE, result(difference={"baseline": line, "champion": None}, champion=None))
    assert (found["passed"], words in found["verdict"]) == (passed, True)


def test_the_registry_takes_every_sign_of_a_sentence_also_of_the_longest():
    difference = {
        "baseline": {"name": LINE, **figure(-0.18, -0.2, -0.1)},
        "champion": {"name": "approved version 1234", **figure(-0.41, -0.55, -0.29)},
    }
    candidate = {"auc": figure(0.5, 0.4, 0.6)}
    verdict = judge(GATE, result(difference=difference, candidate=candidate))["verdict"]
    assert verdict.count("reliably") == 3
    for sentence in (verdict, judge(GATE, result())["verdict"]):
        assert re.fullmatch(r"[\w .:/=+\-@]{1,256}", sentence)
