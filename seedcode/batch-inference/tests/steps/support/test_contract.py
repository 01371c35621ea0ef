"""What is read of a model's archive."""

import json

import pytest

from support.contract import contract, names_in, read_contract
from support.errors import BatchError

TASK = {"target": "y", "kind": "regression"}


def test_a_request_has_the_features_and_what_formulas_use(contract):
    assert contract.names[:3] == ["age", "workclass", "education_num"]
    assert "income" not in contract.names
    assert "fnlwgt" not in contract.names
    assert contract.unknown == {"?", ""}
    assert contract.classification


def test_formulas_name_columns_with_and_without_blanks():
    assert names_in("`shell weight` / (whole_weight + 1)") == {"shell weight", "whole_weight"}


def test_what_only_a_formula_uses_is_requested_too():
    columns = [
        {"name": "a", "kind": "number"},
        {"name": "b", "kind": "number", "feature": True},
        {"name": "c", "kind": "number", "feature": True, "formula": "a * 2"},
        {"name": "y", "kind": "number"},
    ]
    assert contract({"task": TASK, "columns": columns}, {}).names == ["a", "b"]


def test_a_model_without_configuration_is_refused(tmp_path):
    with pytest.raises(BatchError, match=r"has no configuration.json"):
        read_contract(tmp_path)


def test_a_model_without_profile_is_used_without_drift(tmp_path):
    (tmp_path / "configuration.json").write_text(json.dumps({"task": TASK, "columns": []}))
    assert read_contract(tmp_path).profile == {}


def test_a_model_that_answers_for_days_in_a_row_is_refused():
    with pytest.raises(BatchError, match="not for each row"):
        contract({"task": TASK, "columns": [], "data": {"date": "date"}}, {})


def test_another_configuration_is_refused_with_what_is_missing(tmp_path):
    (tmp_path / "configuration.json").write_text("{}")
    with pytest.raises(BatchError, match="cannot be understood: KeyError 'task'"):
        read_contract(tmp_path)
