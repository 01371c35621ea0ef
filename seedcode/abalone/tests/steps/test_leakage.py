"""What is said of columns that nearly are the target."""

from dataclasses import replace

import numpy as np
import pandas as pd

from leakage import leaks
from support.schema import Column


def table(configuration, truth):
    draw = np.random.default_rng(1)
    count = len(truth)
    return pd.DataFrame(
        {
            "miles": draw.uniform(0, 9000, count),
            "carrier": draw.choice(["Blue", "Red"], count),
            "wind": np.where(draw.random(count) < 0.1, np.nan, draw.normal(size=count)),
            "cabin": draw.choice(["economy", "first"], count),
            configuration.target.name: truth,
        }
    )


def test_ordinary_columns_are_no_leak(late, delay):
    draw = np.random.default_rng(2)
    assert leaks(table(late, draw.integers(0, 2, 400)), late) == []
    assert leaks(table(delay, draw.normal(size=400)), delay) == []


def test_the_target_in_another_unit_or_with_the_other_sign_is_a_leak(delay):
    truth = np.random.default_rng(2).normal(size=400)
    for copy in (truth * 60, -truth):
        (warning,) = leaks(table(delay, truth).assign(wind=copy), delay)
        assert warning.startswith("column `wind` determines `delay` nearly alone")


def test_a_number_that_parts_the_labels_is_a_leak(late):
    truth = np.random.default_rng(2).integers(0, 2, 400)
    (warning,) = leaks(table(late, truth).assign(miles=truth * 100 + np.arange(400) % 90), late)
    assert "column `miles` determines `late`" in warning


def test_a_category_that_is_the_label_is_a_leak_and_one_with_a_value_for_each_row_is_none(late):
    truth = np.random.default_rng(2).integers(0, 2, 400)
    rows = table(late, truth)
    (warning,) = leaks(rows.assign(carrier=np.where(truth == 1, "delayed", None)), late)
    assert "column `carrier` determines `late`" in warning
    assert leaks(rows.assign(carrier=[f"carrier {number}" for number in range(400)]), late) == []


def test_what_is_computed_is_not_judged_apart_from_what_it_is_computed_from(delay):
    truth = np.random.default_rng(2).normal(size=400)
    computed = Column("twice", "number", formula="wind * 2", feature=True)
    configuration = replace(delay, columns=(*delay.columns, computed))
    assert leaks(table(delay, truth).assign(twice=truth), configuration) == []
