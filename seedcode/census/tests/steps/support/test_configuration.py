"""What is accepted of `project.toml` and `schema.json`, and what is said of what is not."""

import copy
import re

import pytest

from support.configuration import from_document, read_configuration, to_document, write_configuration
from support.errors import ConfigurationError, DataError

DOCUMENT = {
    "task": {"target": "late", "kind": "classification", "positive": "yes"},
    "metric": {"name": "auc"},
    "gate": {"minimum": 0.7},
    "costs": {"false_negative": 5},
    "model": {"max_depth": 3, "refit": True},
    "columns": [
        {"name": "miles", "kind": "number", "minimum": 0, "nullable": True, "unit": "miles"},
        {"name": "carrier", "kind": "category", "slice": True},
        {"name": "sex", "kind": "category", "values": ["f", "m"], "protected": True},
        {"name": "flight", "kind": "ignored", "description": "a number of its own for each row"},
        {"name": "late", "kind": "category", "values": ["no", "yes"]},
    ],
}


def changed(path, value):
    """The document with a value at another place; None takes it away."""
    document = copy.deepcopy(DOCUMENT)
    *way, last = path
    inside = document
    for key in way:
        inside = inside[key]
    if value is None:
        del inside[last]
    else:
        inside[last] = value
    return document


def names(columns):
    return [column.name for column in columns]


def test_columns_have_the_role_that_they_are_given():
    configuration = from_document(DOCUMENT)
    assert names(configuration.features) == ["miles", "carrier"]
    assert names(configuration.numbers) == ["miles"]
    assert names(configuration.categories) == ["carrier"]
    assert names(configuration.protected) == ["sex"]
    assert names(configuration.slices) == ["carrier"]
    assert names(configuration.used) == ["miles", "carrier", "sex", "late"]
    assert (configuration.target.name, configuration.negative) == ("late", "no")
    assert (configuration.classification, configuration.metric.direction) == (True, "higher")
    assert configuration.warnings == []


def test_what_is_left_out_has_a_default():
    configuration = from_document(DOCUMENT)
    assert (configuration.gate.minimum, configuration.gate.confidence) == (0.7, 0.9)
    assert (configuration.costs.false_positive, configuration.costs.false_negative) == (1, 5)
    assert configuration.card == {}


def test_a_protected_column_is_a_feature_only_by_its_own_word_and_with_a_warning():
    configuration = from_document(changed(["columns", 2, "feature"], True))
    assert names(configuration.features) == ["miles", "carrier", "sex"]
    assert configuration.warnings == ["column `sex` is protected and a feature: the model may decide by it"]


def test_one_label_against_all_others_has_a_name():
    configuration = from_document(changed(["columns", 4, "values"], ["no", "perhaps", "yes"]))
    assert configuration.negative == "not yes"


def test_it_is_the_same_after_saving(tmp_path):
    configuration = from_document(DOCUMENT)
    assert from_document(to_document(configuration)) == configuration
    write_configuration(configuration, tmp_path)
    assert read_configuration(tmp_path) == configuration


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["task", "kind"], "clasification", "project.toml [task] kind: `clasification` is none of .*; did you mean"),
        (["task", "kind"], None, "project.toml [task] kind: is missing"),
        (["task", "target"], "lates", "[task] target: `lates` is no column of schema.json; the columns are miles"),
        (["task", "positive"], "Yes", "[task] positive: `Yes` is no label of `late`; did you mean `yes`"),
        (["task", "kind"], "regression", "[metric] name: `auc` is none of rmse, mae, r2"),
        (["metric", "direction"], "lower", "[metric] direction: `lower`, but higher auc is better"),
        (["gate", "confidence"], 90, "[gate] confidence: 90 is not between 0 and 1"),
        (["gate", "minimum"], "0.7", "[gate] minimum: `0.7` is not a finite number"),
        (["gate", "minimum_improvment"], 0.1, "unknown key; did you mean `minimum_improvement`"),
        (["gate", "maximum_regression"], -1, "maximum_regression: is negative"),
        (["costs", "false_negative"], 0, "[costs] false_negative: 0 is not more than 0"),
        (["model", "layers"], [1, 2], "[model] layers: `.*` is not a number, a text"),
        (["card"], "mine", "project.toml [card]: has to be a table of keys and values"),
        (["models"], {}, "project.toml [models]: unknown section; did you mean `model`"),
        (["columns"], [], "schema.json columns: has to be a list"),
        (["columns", 0, "name"], None, "schema.json, column 1 name: is missing"),
        (["columns", 0, "kind"], "numeric", "column `miles` kind: `numeric` is none of number, category, ignored"),
        (["columns", 0, "nullable"], "yes", "column `miles` nullable: `yes` is not true or false"),
        (["columns", 0, "minimum"], float("nan"), "column `miles` minimum: `nan` is not a finite number"),
        (["columns", 0, "maximum"], -1, "column `miles` minimum: 0 is above the maximum -1"),
        (["columns", 0, "values"], ["1"], "column `miles` values: only a category has values"),
        (["columns", 1, "minimum"], 3, "column `carrier` minimum, maximum: only a number has limits"),
        (["columns", 2, "values"], ["f", "f"], "column `sex` values: a value is listed twice"),
        (["columns", 2, "aliases"], ["F = x"], "column `sex` aliases: `x` is none of the values"),
        (["columns", 2, "aliases"], ["F"], "column `sex` aliases: `` is none of the values"),
        (["columns", 3, "feature"], True, "column `flight` feature: an ignored column and the target are no features"),
        (["columns", 1, "name"], "miles", "schema.json, column `miles`: two columns have this name"),
        (["columns", 4, "values"], None, "column `late` values: has to list the labels"),
        (["columns", 4, "nullable"], True, "the target is neither nullable nor protected"),
    ],
)
def test_a_wrong_configuration_is_refused_with_the_file_the_key_and_the_rule(path, value, message):
    pattern = re.escape(message).replace(r"\.\*", ".*")
    with pytest.raises(ConfigurationError, match=pattern):
        from_document(changed(path, value))


def test_a_regression_learns_a_number():
    document = changed(["task"], {"target": "carrier", "kind": "regression"})
    document["metric"] = {"name": "rmse"}
    with pytest.raises(ConfigurationError, match="column `carrier` kind: `category`, but a regression learns a number"):
        from_document(document)


@pytest.mark.parametrize(("text", "message"), [("{", "is not JSON"), (None, "no such file")])
def test_a_file_that_cannot_be_read_is_refused_like_bad_data(tmp_path, text, message):
    if text:
        (tmp_path / "configuration.json").write_text(text)
    with pytest.raises(DataError, match=message):
        read_configuration(tmp_path)
