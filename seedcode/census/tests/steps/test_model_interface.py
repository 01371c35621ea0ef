"""What every other step relies on in steps/model.py, whichever library is behind it."""

import ast
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import model
from model import Examples
from support.archive import unpack
from support.learning import stopped

STEPS = Path(model.__file__).parent
LIBRARIES = {"xgboost", "lightgbm", "catboost", "skops"}
WEIGHTS = np.array([2.0, 1.0, 0.0, 0.0, -1.0, 0.5])
KINDS = {"classification": True, "regression": False}


def examples(rows: int, seed: int, classification: bool) -> Examples:
    """Rows with missing numbers, whose target depends on four of six features and on chance."""
    draw = np.random.default_rng(seed)
    features = draw.normal(size=(rows, len(WEIGHTS))).astype(np.float32)
    score = features @ WEIGHTS
    features[draw.random(features.shape) < 0.05] = np.nan
    if classification:
        return Examples(features, (draw.random(rows) < 1 / (1 + np.exp(-score))).astype(float))
    return Examples(features, score + draw.normal(scale=0.3, size=rows))


@cache
def sets(classification: bool) -> list[Examples]:
    return [examples(rows, seed, classification) for seed, rows in enumerate((1200, 400, 400))]


@cache
def fitted(classification: bool) -> tuple[model.Model, dict[str, Any]]:
    """With the usual settings; it is only looked at."""
    train, validation, _ = sets(classification)
    return model.fit(train, validation, classification, {})


def loss(prediction: np.ndarray, target: np.ndarray, classification: bool) -> float:
    if classification:
        return float(-np.mean(np.log(np.where(target == 1, prediction, 1 - prediction))))
    return float(np.sqrt(np.mean((prediction - target) ** 2)))


@pytest.mark.parametrize("classification", KINDS.values(), ids=KINDS)
def test_a_model_learns_more_than_the_constant(classification):
    train, _, test = sets(classification)
    learnt, _ = fitted(classification)
    prediction = model.predict(learnt, test.features)
    assert prediction.shape == test.target.shape
    assert prediction.dtype == np.float64
    constant = np.full(len(test.target), train.target.mean())
    assert loss(prediction, test.target, classification) < 0.8 * loss(constant, test.target, classification)


@pytest.mark.parametrize("classification", KINDS.values(), ids=KINDS)
def test_the_learning_curve_ends_where_validation_no_longer_improved(classification):
    _, validation, _ = sets(classification)
    learnt, curve = fitted(classification)
    assert json.loads(json.dumps(curve)) == curve
    assert len(curve["train"]) == len(curve["validation"])
    assert curve["validation"][curve["rounds"] - 1] == min(curve["validation"])
    assert curve["rounds"] < len(curve["validation"])
    assert curve["stopped"] == stopped(len(curve["validation"]), 10**6)
    assert curve["loss"] == ("log loss" if classification else "root mean squared error")
    measured = loss(model.predict(learnt, validation.features), validation.target, classification)
    assert measured == pytest.approx(min(curve["validation"]), rel=1e-3)


@pytest.mark.parametrize("classification", KINDS.values(), ids=KINDS)
def test_a_saved_model_is_the_same_file_each_time_and_predicts_the_same(classification, tmp_path):
    train, validation, test = sets(classification)
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
        learnt, _ = model.fit(train, validation, classification, {})
        model.save(learnt, folder)
    one, two = [{file.name: file.read_bytes() for file in folder.iterdir()} for folder in folders]
    assert one == two
    loaded = model.load(unpack(folders[0]))
    assert np.array_equal(model.predict(loaded, test.features), model.predict(learnt, test.features))
    assert model.predict(loaded, test.features[:1]) == pytest.approx(model.predict(learnt, test.features)[:1])


@pytest.mark.parametrize("classification", KINDS.values(), ids=KINDS)
def test_refit_learns_from_all_examples_with_a_given_number_of_rounds(classification, tmp_path):
    train, validation, test = sets(classification)
    learnt, curve = fitted(classification)
    both = Examples(*(np.concatenate(pair) for pair in zip(train, validation, strict=True)))
    again = model.refit(both, classification, {}, curve["rounds"])
    first, second = (loss(model.predict(each, test.features), test.target, classification) for each in (learnt, again))
    assert second == pytest.approx(first, rel=0.1)
    known = [
        loss(model.predict(each, validation.features), validation.target, classification) for each in (learnt, again)
    ]
    assert known[1] < known[0]
    model.save(again, tmp_path)
    assert np.array_equal(model.predict(model.load(tmp_path), test.features), model.predict(again, test.features))


@pytest.mark.parametrize("classification", KINDS.values(), ids=KINDS)
def test_contributions_add_up_to_the_prediction(classification):
    _, _, test = sets(classification)
    learnt, _ = fitted(classification)
    parts = model.contributions(learnt, test.features)
    if parts is None:  # a library that has none
        return
    assert parts.shape == (len(test.target), test.features.shape[1] + 1)
    total = parts.sum(axis=1)
    probability = 1 / (1 + np.exp(-total))
    assert (probability if classification else total) == pytest.approx(model.predict(learnt, test.features), abs=1e-4)
    size = np.abs(parts[:, :-1]).mean(axis=0)
    assert size.argmax() == np.abs(WEIGHTS).argmax()
    assert size[[2, 3]].max() < size[[0, 1, 4, 5]].min()


@pytest.mark.parametrize("size", [1e-12, 1e-5, 1e12], ids=str)
def test_a_target_of_any_size_is_learnt_as_well(size, tmp_path):
    train, validation, test = (Examples(each.features, each.target * size) for each in sets(classification=False))
    learnt, curve = model.fit(train, validation, False, {})
    usual, usual_curve = fitted(classification=False)
    assert curve["rounds"] > 20
    assert min(curve["validation"]) == pytest.approx(size * min(usual_curve["validation"]), rel=0.02)
    again = model.refit(train, False, {}, curve["rounds"])
    for each in (learnt, again):
        model.save(each, tmp_path)
        loaded = model.load(tmp_path)
        found = loss(model.predict(loaded, test.features), test.target, False)
        assert found == pytest.approx(
            size * loss(model.predict(usual, test.features), test.target / size, False), rel=0.1
        )
        parts = model.contributions(loaded, test.features)
        if parts is not None:
            assert parts.sum(axis=1) == pytest.approx(model.predict(loaded, test.features), abs=1e-4 * size)


def test_an_unknown_setting_is_refused_by_name():
    train, validation, _ = sets(classification=False)
    with pytest.raises(ValueError, match=r"model setting `max_dept` is unknown; there are .*max_depth"):
        model.fit(train, validation, False, {"max_dept": 3})


def test_every_setting_that_is_searched_can_be_chosen():
    train, validation, _ = sets(classification=False)
    lowest = {name: low for name, (low, _, _) in model.SEARCHED.items()}
    highest = {name: high for name, (_, high, _) in model.SEARCHED.items()}
    curves = [model.fit(train, validation, False, chosen)[1]["validation"] for chosen in (lowest, highest)]
    assert curves[0] != curves[1]


def test_no_other_step_names_a_library_for_models():
    for file in STEPS.rglob("*.py"):
        if file.name != "model.py":
            nodes = list(ast.walk(ast.parse(file.read_text())))
            modules = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
            modules += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
            assert not {module.partition(".")[0] for module in modules} & LIBRARIES, file.name
