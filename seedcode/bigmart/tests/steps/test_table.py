"""The Big Mart table: gaps, spellings, outlets that stay together, and what is refused."""

import csv
import json

import pandas as pd
import pytest

from preprocess import preprocess
from project import twin
from project.configuration import read_project
from support.outcome import run_preprocessing


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prepared")
    twin.write(folder / "raw")
    preprocess(folder / "raw", folder / "examples", "", read_project())
    return {name: pd.read_csv(folder / "examples" / name / f"{name}.csv") for name in ("train", "validation", "test")}


def raw() -> pd.DataFrame:
    return pd.DataFrame(twin.rows(), columns=twin.HEADER)


def test_the_twin_has_the_twelve_columns_with_gaps_and_other_spellings():
    table = raw()
    assert len(table.columns) == 12
    assert set(table["Item_Fat_Content"]) == {"Low Fat", "LF", "low fat", "Regular", "reg"}
    assert (table["Item_Weight"] == "").any() and (table["Outlet_Size"] == "").any()


def test_spellings_of_one_value_are_one(prepared):
    for table in prepared.values():
        assert set(table["item_fat_content"]) == {"Low Fat", "Regular"}


def test_missing_weights_and_sizes_stay_missing(prepared):
    assert prepared["train"]["item_weight"].isna().any()
    assert pd.concat(prepared.values())["outlet_size"].isna().any()


def test_all_rows_of_an_outlet_are_in_one_set(prepared):
    """An outlet is known by its year: each of the twin has one of its own."""
    years = {name: set(table["outlet_establishment_year"]) for name, table in prepared.items()}
    assert years["train"] & years["test"] == years["train"] & years["validation"] == set()
    assert sum(map(len, years.values())) == len(twin.outlets())
    assert len(years["test"]) == 3


def test_neither_item_nor_outlet_is_learnt_from(prepared):
    assert not {"item_identifier", "outlet_identifier"} & set(prepared["train"].columns)


def write(folder, table: pd.DataFrame):
    folder.mkdir()
    table.to_csv(folder / "table.csv", index=False, quoting=csv.QUOTE_MINIMAL)
    return folder


@pytest.mark.parametrize("column", ["Item_MRP", "Outlet_Identifier", "Item_Outlet_Sales"])
def test_a_table_without_a_column_is_refused_by_its_name(tmp_path, column, monkeypatch, capsys):
    data = write(tmp_path / "raw", raw().drop(columns=column))
    configuration = read_project()
    code = run_preprocessing(lambda *given: preprocess(*given, configuration), data, tmp_path / "out", "")
    facts = json.loads((tmp_path / "out" / "facts" / "facts.json").read_text())
    assert code == 0
    assert facts["rows"] == 0
    assert f"`{column.lower()}` is missing" in facts["problem"]
    assert "The data are refused" in capsys.readouterr().err


def test_two_outlets_are_too_few(tmp_path):
    table = raw()
    data = write(tmp_path / "raw", table[table["Outlet_Identifier"].isin(["OUT010", "OUT011"])])
    with pytest.raises(ValueError, match="has 2 values: at least 3 are needed"):
        preprocess(data, tmp_path / "out", "", read_project())


def test_another_spelling_that_nobody_has_named_is_refused(tmp_path):
    data = write(tmp_path / "raw", raw().replace("LF", "lowfat"))
    with pytest.raises(ValueError, match="`lowfat`, none of Low Fat, Regular"):
        preprocess(data, tmp_path / "out", "", read_project())
