"""Charts of both kinds of task: their numbers and captions follow from the predictions."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from support.assessment import Assessment
from support.page.calibration import calibration
from support.page.classification import Outcome, classification, outcome
from support.page.formats import MINUS
from support.page.precision_recall import curve, precision_recall
from support.page.regression import binned, regression
from support.page.worst import worst


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", markup)).replace("&gt;", ">").replace("&lt;", "<")


def test_the_four_kinds_of_answers_are_counted_from_the_threshold_on():
    truth = np.array([1, 1, 1, 0, 0, 0, 0])
    probability = np.array([0.9, 0.5, 0.1, 0.5, 0.4, 0.2, 0.0])
    assert outcome(truth, probability, 0.5) == Outcome(found=2, wrong=1, missed=1, rest=3)


def test_the_table_of_thresholds_has_what_errors_cost(classified: Assessment):
    found = outcome(classified.truth, classified.prediction, 0.5)
    cost = 1000 * (found.wrong + 4 * found.missed) / len(classified.truth)
    row = re.search(r" 0\.5 ([\d.]+) % ([\d.]+) % ([\d.]+) % ([\d.,]+) ", words(classification(classified)))
    assert row is not None
    assert abs(float(row[4].replace(",", "")) - cost) < 0.06
    assert abs(float(row[3]) - 100 * found.recall) < 0.06


def test_the_cheapest_and_the_chosen_threshold_are_named(classified: Assessment):
    shown = words(classification(classified))
    assert "chosen" in shown
    assert "cheapest here" in shown
    assert "one that is yes and not found 4." in shown


def test_true_probabilities_are_called_good(classified: Assessment):
    assert re.search(r"Probabilities are off by [12]\.\d % on average: (good|usable)", words(calibration(classified)))


def test_probabilities_that_are_too_high_are_called_so(classified: Assessment):
    raised = replace(classified, prediction=classified.prediction**0.3)
    shown = words(calibration(raised))
    assert "bad, they are no probabilities" in shown
    assert "They are too high by" in shown


def test_precision_and_recall_are_those_of_every_different_probability():
    recall, precision = curve(np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.9, 0.6, 0.6, 0.1]))
    assert recall.tolist() == [0.5, 1.0, 1.0]
    assert np.allclose(precision, [1, 2 / 3, 0.5])


def test_one_label_gives_a_sentence_instead_of_an_empty_chart(classified: Assessment):
    alone = replace(classified, truth=np.ones(len(classified.truth)))
    assert "All test rows have the same label" in words(precision_recall(alone))


def test_guessing_is_called_bad(classified: Assessment):
    guessed = replace(classified, prediction=np.random.default_rng(5).random(len(classified.truth)))
    assert "hardly better than chance" in words(precision_recall(guessed))


def test_errors_that_depend_on_nothing_are_called_good(regressed: Assessment):
    assert "The mean error is about 0 everywhere, which is good" in words(regression(regressed))


def test_a_lean_of_high_predictions_is_found(regressed: Assessment):
    bent = regressed.truth + np.where(regressed.prediction > 12, 2.0, 0.0)
    shown = words(regression(replace(regressed, truth=bent)))
    assert re.search(r"Around a prediction of 1[234][.\d]* the model is too low by [12][.\d]* rings", shown)


def test_days_that_are_alike_are_no_proof_of_a_lean():
    random = np.random.default_rng(3)
    prediction = random.random(1400)
    error = np.repeat(random.normal(0, 1, 100), 14)
    _, mean, alone = binned(prediction, error)
    _, same, together = binned(prediction, error, block=14)
    assert (mean == same).all()
    assert together.mean() > 1.3 * alone.mean()
    # Of independent rows, both are the usual standard error.
    noise = random.normal(0, 1, 1400)
    assert binned(prediction, noise, block=14)[2].mean() == pytest.approx(1 / np.sqrt(1400 / 8), rel=0.15)


def test_the_worst_group_of_a_declared_column_is_named(regressed: Assessment):
    noisy = regressed.truth + np.where(regressed.rows["work"] == "sea", 9.0, 0.0)
    shown = words(regression(replace(regressed, truth=noisy)))
    assert "Errors by work" in shown
    assert re.search(r"Most off: sea, by [89][.\d]* rings on average", shown)


def test_days_are_shown_over_time(regressed: Assessment):
    days = pd.date_range("2026-01-01", periods=len(regressed.truth)).strftime("%Y-%m-%d")
    dated = replace(
        regressed,
        rows=regressed.rows.assign(date=days),
        configuration=replace(regressed.configuration, data={"date": "date"}),
    )
    shown = words(regression(dated))
    assert "2026-01-01 to" in shown
    assert "not worse with time" in shown


def test_the_worst_rows_come_first_and_without_protected_columns(regressed: Assessment):
    truth = regressed.truth.copy()
    truth[17] += 50
    shown = words(worst(replace(regressed, truth=truth)))
    assert shown.index("test row 18 ") == shown.index("test row")
    assert " sex " not in shown.partition("Because of")[2]
    assert "Protected columns (sex) are left out." in shown


def test_a_day_is_named_by_its_date(regressed: Assessment):
    days = pd.date_range("2026-01-01", periods=len(regressed.truth)).strftime("%Y-%m-%d")
    configuration = replace(regressed.configuration, data={"date": "date"})
    truth = regressed.truth.copy()
    truth[17] += 50
    dated = replace(regressed, truth=truth, rows=regressed.rows.assign(date=days), configuration=configuration)
    shown = words(worst(dated))
    assert "2026-01-18" in shown
    assert "test row" not in shown


def test_reasons_of_an_error_are_the_largest_contributions(regressed: Assessment):
    added = pd.DataFrame({"age": 0.1, "work": -3.0, "size": 0.5}, index=regressed.rows.index)
    assert f"work {MINUS}3, size +0.5, age +0.1" in words(worst(replace(regressed, contributions=added)))
