"""How a table becomes three sets, and what is said about it."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from preprocess import preprocess, split
from project.generated import table
from support.configuration import read_configuration
from support.encoding import Encoding
from support.errors import ConfigurationError
from support.outcome import read_facts
from tables import read_folder

SETS = ("train", "validation", "test")


def sets(folder):
    return {name: pd.read_csv(folder / name / f"{name}.csv") for name in SETS}


@pytest.fixture
def preprocessed(tmp_path, write_rows, late):
    """The facts about the preprocessed rows."""

    def of(rows, configuration=None):
        preprocess(write_rows(tmp_path / "raw", rows), tmp_path / "out", "", configuration or late)
        return read_facts(tmp_path / "out" / "facts")

    return of


def test_examples_are_the_cleaned_columns_without_the_ignored_ones(preprocessed, tmp_path, late):
    preprocessed(table(late, 400))
    for part in sets(tmp_path / "out").values():
        assert list(part.columns) == ["miles", "carrier", "wind", "cabin", "sex", "late"]
        assert set(part["late"]) == {0, 1}
        assert part["wind"].isna().any()
        assert part["wind"].dtype == part["miles"].dtype == float
    assert Encoding.load(tmp_path / "out" / "encoding").sources[0] == "miles"
    assert read_configuration(tmp_path / "out" / "encoding") == late


def test_a_missing_category_is_told_apart_from_a_missing_flag(preprocessed, tmp_path, late):
    preprocessed(table(late, 400))
    names = Encoding.load(tmp_path / "out" / "encoding").names
    assert "carrier missing" in names
    assert not any(name.startswith("cabin missing") for name in names)


def test_sets_of_the_example_data_are_alike(local_run, project):
    means = [part[project.target.name].mean() for part in sets(local_run.examples).values()]
    spread = pd.concat(sets(local_run.examples).values())[project.target.name].std()
    assert max(means) - min(means) < 0.2 * spread


def test_a_row_stays_in_its_set_when_more_are_added(tmp_path, write_rows, late):
    (header, *rows) = table(late, 900)
    few, many = (
        split(read_folder(write_rows(tmp_path / str(len(part)), [header, *part]), late)[0], late)
        for part in (rows[:300], rows[::-1])
    )
    for name, part in few.items():
        assert len(part.merge(many[name])) == len(part)


def test_a_number_written_otherwise_is_the_same_row(preprocessed, late):
    (header, *rows) = table(late, 300)
    again = [[f"{float(row[0]):.10f}", *row[1:]] for row in rows]
    facts = preprocessed([header, *rows, *again])
    assert facts["rows"] == 300
    assert facts["warnings"] == ["300 of 600 rows are exact duplicates (50.0%): each was kept once"]


def test_a_category_with_hundreds_of_rare_values_is_a_warning(preprocessed, late):
    (header, *rows) = table(late, 400)
    rare = [[row[0], f"carrier {number}", *row[2:]] for number, row in enumerate(rows)]
    assert preprocessed([header, *rare])["warnings"] == ["column `carrier`: 400 of 400 values come fewer than 5 times"]


def test_a_protected_column_that_is_a_feature_is_a_warning(preprocessed, late):
    columns = tuple(replace(each, feature=True) if each.protected else each for each in late.columns)
    warnings = preprocessed(table(late, 300), replace(late, columns=columns))["warnings"]
    assert warnings == ["column `sex` is protected and a feature: the model may decide by it"]


def test_rows_that_were_left_out_are_a_warning(preprocessed, late):
    (header, *rows) = table(late, 300)
    configuration = replace(late, data={**late.data, "rows_without_target": "leave out"})
    facts = preprocessed([header, *rows, [*rows[0][:-1], ""]], configuration)
    assert facts["warnings"] == ["1 rows have no `late` and were left out"]


def test_in_a_job_the_configuration_lies_beside_the_code(tmp_path, write_rows, late):
    with pytest.raises(ConfigurationError, match=r"configuration\.json: no such file"):
        preprocess(write_rows(tmp_path / "raw", table(late, 300)), tmp_path / "out")


def test_facts_are_json_that_the_pipeline_can_read(preprocessed, tmp_path, late):
    facts = preprocessed(table(late, 300))
    assert sum(facts["sets"].values()) == facts["rows"] == 300
    assert json.loads((tmp_path / "out" / "facts" / "facts.json").read_text()) == facts
