"""Rules, version and comparison: what a person reads before the charts."""

import re
from dataclasses import replace

from support.assessment import Assessment
from support.page.comparison import comparison
from support.page.formats import MINUS
from support.page.verdict import rules, verdict
from support.page.version import training, version


def words(markup: str) -> str:
    return (
        re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", markup))
        .replace("&#x27;", "'")
        .replace("&gt;", ">")
        .replace("&lt;", "<")
    )


def test_a_model_that_misses_a_rule_is_named_so_in_words(classified: Assessment):
    rule = {"what": "better than a straight line", "value": 0.05, "low": 0.01, "high": 0.09, "least": 0.02}
    rule |= {"compared": "low", "direction": "higher", "holds": False}
    result = classified.result | {"passed": 0, "verdict": "Not good enough: it is short", "rules": [rule]}
    missed = replace(classified, result=result)
    assert "✗ Not good enough Not good enough: it is short" in words(verdict(missed))
    shown = words(rules(missed))
    assert "1 of 1 rules is not met." in shown
    assert "Better than a straight line ✗ 1.0 % short 5.0 % 1.0 % to 9.0 % lower end at least 2.0 %" in shown


def test_a_rule_whose_least_is_a_most_is_over_it(regressed: Assessment):
    rule = {"what": "rmse", "value": 2.5, "low": 2.4, "high": 2.62, "least": 2.5}
    rule |= {"compared": "high", "direction": "lower", "holds": False}
    shown = words(rules(replace(regressed, result=regressed.result | {"passed": 0, "rules": [rule]})))
    assert "RMSE ✗ 0.12 over 2.50 2.40 to 2.62 upper end at most 2.50" in shown


def test_the_use_of_the_model_and_warnings_are_at_the_top(classified: Assessment):
    warned = replace(classified, result=classified.result | {"warnings": ["column `sex` is protected and a feature"]})
    shown = words(verdict(warned))
    assert "For: tests" in shown
    assert "Not for: anything else" in shown
    assert "Owner: the team" in shown
    assert "column `sex` is protected and a feature" in shown


def test_facts_of_the_version_are_listed(classified: Assessment):
    shown = words(version(classified))
    for fact in ("Commit 0f3c9a1", "Evaluated 2026-11-22 02:00 UTC", "Data, rows 4,800", "max_depth = 3"):
        assert fact in shown
    assert "stopped after round 3" in shown


def test_a_model_made_without_a_pipeline_and_git_has_no_commit(classified: Assessment):
    shown = words(version(replace(classified, result=classified.result | {"made": {}})))
    assert "Commit not known: no pipeline made the model" in shown


def test_a_model_of_code_that_was_changed_since_its_commit_is_named_so(classified: Assessment):
    changed = classified.result | {"made": {"commit": "0123456789abcdef0123+"}}
    shown = words(version(replace(classified, result=changed)))
    assert "Commit 0123456789ab and changes that are in no commit" in shown


def test_without_production_a_sentence_stands_instead(classified: Assessment):
    assert "No version is approved or in production yet" in words(comparison(classified))


def test_a_production_model_that_cannot_be_compared_is_a_sentence(classified: Assessment):
    champion = {
        "version": "3",
        "where": "production",
        "problem": "version 3 in production was not compared: other columns",
    }
    shown = words(comparison(replace(classified, result=classified.result | {"champion": champion})))
    assert "version 3 in production was not compared: other columns" in shown
    assert "The baselines alone decide." in shown


def test_the_better_one_is_marked_with_a_word(against_production: Assessment):
    shown = words(comparison(against_production))
    own = against_production.result["candidate"]["auc"]["value"]
    assert re.search(rf"AUC higher is better {own:.3f} best ", shown)
    assert "Log loss lower is better" in shown
    assert re.search(
        r"Against version 7 in production: [\d.]+ % better \([\d.]+ % to [\d.]+ %\), more than chance", shown
    )


def test_a_difference_that_chance_explains_is_not_called_better(against_production: Assessment):
    difference = {"name": "version 7 in production", "value": -0.01, "low": -0.05, "high": 0.03}
    both = against_production.result["difference"] | {"champion": difference}
    shown = words(comparison(replace(against_production, result=against_production.result | {"difference": both})))
    assert f"1.0 % worse ({MINUS}5.0 % to 3.0 %), less than chance explains" in shown


def test_a_learning_curve_with_a_wide_gap_is_called_so(classified: Assessment):
    curve = {"train": [0.7, 0.3, 0.1], "validation": [0.7, 0.6, 0.65], "rounds": 2, "loss": "log loss"}
    assert "knows its rows by heart" in words(training(replace(classified, curve=curve)))
    assert "The gap is small, which is good" in words(training(classified))


def test_what_was_learnt_before_the_first_round_counts_as_learnt(classified: Assessment):
    """As where rounds begin with a line: little is left for them."""
    curve = {"train": [0.3, 0.25, 0.2], "validation": [0.34, 0.33, 0.335], "rounds": 2, "loss": "log loss"}
    assert "knows its rows by heart" in words(training(replace(classified, curve=curve)))
    assert "The gap is small" in words(training(replace(classified, curve=curve | {"start": 2.0})))


def test_a_curve_that_never_improved_is_called_bad(classified: Assessment):
    curve = {"train": [0.7, 0.6], "validation": [0.7, 0.8], "rounds": 1, "loss": "log loss"}
    assert "Learning did not lower the loss" in words(training(replace(classified, curve=curve)))
