"""Groups of rows, fairness, effects and data: who, why, and from what."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from support.assessment import Assessment
from support.page.data import data
from support.page.effects import effects
from support.page.fairness import fairness
from support.page.groups import groups
from support.page.slices import figures, slices
from support.profile import profile


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", markup)).replace("&gt;", ">").replace("&lt;", "<")


def test_every_row_is_in_one_group():
    numbers = pd.Series([*np.arange(50.0), np.nan])
    texts = pd.Series([f"value {each % 20}" for each in range(200)] + [None])
    for values in (numbers, texts, pd.Series([1, 2, 2, 3])):
        rows = np.sum([mask for _, mask in groups(values)], axis=0)
        assert (rows == 1).all()


def test_a_small_group_has_too_few_rows(classified: Assessment):
    few = replace(classified, rows=classified.rows.assign(work=["sea"] * 12 + ["office"] * 1188))
    shown = words(slices(few))
    assert "work: sea too few too few rows 12" in shown
    assert "1 of 6 groups have too few rows to measure." in shown


def test_a_group_with_one_label_alone_is_too_few(classified: Assessment):
    alone = replace(classified, rows=classified.rows.assign(work=np.where(classified.truth == 1, "office", "sea")))
    assert "work: office too few too few rows" in words(slices(alone))


def test_a_group_that_is_worse_beyond_chance_is_named(classified: Assessment):
    guess = np.random.default_rng(4).random(len(classified.truth))
    half = np.arange(len(classified.truth)) % 2 == 0
    mixed = replace(
        classified,
        prediction=np.where(half, guess, classified.prediction),
        rows=classified.rows.assign(work=np.where(half, "sea", "office")),
    )
    overall = figures(mixed, np.full(len(half), True))
    assert overall
    result = mixed.result | {"candidate": {"auc": dict(zip(("value", "low", "high"), overall[:3], strict=True))}}
    shown = words(slices(replace(mixed, result=result)))
    assert "in 1 of 6 groups: work: sea." in shown
    assert re.search(r"work: sea 0\.\d+ 0\.\d+ to 0\.\d+ ✗ worse 600", shown)


def test_without_a_declared_column_a_sentence_stands_instead(classified: Assessment):
    plain = tuple(replace(column, slice=False) for column in classified.configuration.columns)
    shown = slices(replace(classified, configuration=replace(classified.configuration, columns=plain)))
    assert "No column of schema.json has `slice`" in words(shown)


def test_groups_of_protected_columns_that_get_fewer_labels_are_shown(classified: Assessment):
    low = np.where(classified.rows["sex"] == "f", 0.1, 0.9)
    shown = words("".join(fairness(replace(classified, prediction=low))))
    assert "The model is not given sex, but other columns can stand for it." in shown
    assert "Labelled yes: 0.0 % of sex: f, 100.0 % of sex: m. That is a ratio of 0.00, below four fifths: bad" in shown


def test_equal_shares_of_labels_are_called_good(classified: Assessment):
    assert "above four fifths: good" in words("".join(fairness(replace(classified, prediction=np.full(1200, 0.5)))))


def test_a_protected_feature_is_named(classified: Assessment):
    given = tuple(
        replace(column, feature=column.feature or column.protected) for column in classified.configuration.columns
    )
    shown = fairness(replace(classified, configuration=replace(classified.configuration, columns=given)))
    assert "The model is given sex, and may decide by it." in words("".join(shown))


def test_no_protected_column_no_section(classified: Assessment):
    plain = tuple(replace(column, protected=False) for column in classified.configuration.columns)
    assert fairness(replace(classified, configuration=replace(classified.configuration, columns=plain))) == []


def test_a_column_on_which_all_hangs_is_named(classified: Assessment):
    shown = words(effects(classified))
    assert re.search(r"age makes (7|8)\d % of all movement: nearly all hangs on it", shown)
    assert "1 of 3 columns make less than 1 % each" in shown
    assert "Effect of age" in shown
    assert "The more, the higher." in shown


def test_effects_of_some_rows_are_those_of_their_values(classified: Assessment):
    added = classified.contributions
    assert added is not None
    chosen = np.flatnonzero(classified.rows["age"] > 60)[::3]
    shown = words(effects(replace(classified, contributions=added.iloc[chosen].set_index(chosen))))
    assert "Effect of age" in shown
    assert re.search(r"than at 6[1-4][.\d]*,", shown)


def test_contributions_of_a_regression_are_in_its_unit(regressed: Assessment):
    shown = words(effects(regressed))
    assert "It is counted in rings" in shown
    assert re.search(r"the prediction is [\d.]+ rings higher than at", shown)


def test_data_without_an_earlier_training_are_not_compared(classified: Assessment):
    assert "There is no profile of earlier training data" in words(data(classified))


def test_a_column_that_moved_is_named_and_equal_data_have_not(classified: Assessment):
    table = classified.rows.assign(answer=classified.truth)
    other = table.assign(age=table["age"] + 25, work="land")
    before = profile(other, classified.configuration)
    shown = words(data(replace(classified, profile_before=before)))
    assert "2 columns moved: work, age." in shown or "2 columns moved: age, work." in shown
    assert "new: office, new: sea, lost: land" in shown
    same = words(data(replace(classified, profile_before=profile(table, classified.configuration))))
    assert "No column has moved, which is good" in same
