"""Labels that arrive late are joined by the inference id, and quality is judged by their interval."""

import numpy as np
import pandas as pd
import pytest

from bias import selections
from captured import read_captured
from errors import MonitorError
from example import write_captured, write_labels
from labels import join_labels
from limits import Limits
from quality import quality

LIMITS = Limits()


@pytest.fixture
def joined(tmp_path, baseline):
    def join(table, arrived=1.0):
        write_captured(tmp_path / "captured", table)
        write_labels(tmp_path / "labels", table.iloc[: int(arrived * len(table))])
        captured = read_captured(tmp_path / "captured", baseline, 0).table
        return join_labels(captured, tmp_path / "labels", baseline).table

    return join


def test_only_rows_whose_label_has_arrived_are_measured(joined, rows):
    table = rows(1000)
    found = joined(table, arrived=0.3)
    assert len(found) == 300
    assert found["truth"].to_numpy() == pytest.approx(table["truth"][:300].to_numpy())


def test_a_corrected_label_replaces_the_first_one(tmp_path, baseline, joined, rows):
    joined(rows(10))
    later = pd.DataFrame({"inference_id": ["id-0"], "label": ["yes"], "sex": ["Male"]})
    later.to_csv(tmp_path / "labels" / "later.csv", index=False)
    captured = read_captured(tmp_path / "captured", baseline, 0).table
    found = join_labels(captured, tmp_path / "labels", baseline).table
    assert len(found) == 10
    assert found["truth"][0] == 1


def test_a_model_as_good_as_before_is_no_finding(baseline, joined, rows):
    found = quality(baseline, joined(rows(2000)), LIMITS)
    assert found is not None
    assert found.low < found.value < found.high
    assert not found.worse(LIMITS)


def test_a_model_that_got_worse_is_found_and_a_few_labels_say_nothing(baseline, joined, rows):
    table = rows(2000)
    table["truth"] = np.where(np.arange(2000) % 3 == 0, 1 - table["truth"], table["truth"])
    found = quality(baseline, joined(table), LIMITS)
    assert found is not None
    assert found.worse(LIMITS)
    assert quality(baseline, joined(table, arrived=0.05), LIMITS) is None


def test_labels_in_another_spelling_are_refused(tmp_path, baseline, joined, rows):
    joined(rows(100))
    file = tmp_path / "labels" / "labels.csv"
    file.write_text(file.read_text().replace("yes", "YES"))
    captured = read_captured(tmp_path / "captured", baseline, 0).table
    with pytest.raises(MonitorError, match="none of 100 is `yes` or 1; there are"):
        join_labels(captured, tmp_path / "labels", baseline)


def test_labels_without_an_id_are_refused_by_name(tmp_path, baseline, joined, rows):
    captured = joined(rows(100)).drop(columns=["label", "truth"])
    (tmp_path / "labels" / "labels.csv").write_text("id,label\n1,yes\n")
    with pytest.raises(MonitorError, match=r"labels\.csv has no column `inference_id`"):
        join_labels(captured, tmp_path / "labels", baseline)


def test_groups_are_compared_with_when_the_model_was_approved(baseline, joined, rows):
    [found] = selections(baseline, joined(rows(2000)))
    assert found.column == "sex"
    assert {group.name for group in found.groups} == {"Female", "Male"}
    assert not found.worse(LIMITS)


def test_a_group_that_gets_the_label_less_often_is_found(baseline, joined, rows):
    table = rows(3000)
    table["prediction"] = np.where((table["sex"] == "Female") & (np.arange(3000) % 2 == 0), 0.1, table["prediction"])
    [found] = selections(baseline, joined(table))
    assert found.ratio < 0.7
    assert found.worse(LIMITS)
