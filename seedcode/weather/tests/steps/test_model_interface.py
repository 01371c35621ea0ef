"""What every other step relies on in steps/model.py: the line, and the trees on what it leaves over."""

import json
from pathlib import Path

import numpy as np
import pytest

import model
from model import Examples, helpful
from support.archive import unpack

STEPS = Path(model.__file__).parent
LINE = (0, 1)


def examples(rows: int, seed: int, step: float = 4.0) -> Examples:
    """A target that two columns make along a line, and a third by a step that no line has."""
    draw = np.random.default_rng(seed)
    features = draw.normal(size=(rows, 4)).astype(np.float32)
    target = 3 * features[:, 0] - features[:, 1] + step * (features[:, 2] > 0.5) + draw.normal(scale=0.3, size=rows)
    return Examples(features, target.astype(float), LINE)


def sets(step: float = 4.0) -> list[Examples]:
    return [examples(rows, seed, step) for seed, rows in enumerate((900, 300, 300))]


def both(one: Examples, other: Examples) -> Examples:
    return Examples(np.vstack([one.features, other.features]), np.concatenate([one.target, other.target]), LINE)


def loss(learnt, given: Examples) -> float:
    return float(np.sqrt(np.mean((model.predict(learnt, given.features) - given.target) ** 2)))


def test_trees_learn_what_the_line_leaves_over():
    train, validation, test = sets()
    learnt, curve = model.fit(train, validation, False, {"learning_rate": 0.1})
    assert model.predict(learnt, test.features).dtype == np.float64
    assert loss(learnt, test) < 0.5 * curve["line"]
    assert curve["rounds"] == int(np.argmin(curve["validation"])) + 1
    assert curve["start"] > curve["line"] > min(curve["validation"])
    assert loss(learnt, validation) == pytest.approx(min(curve["validation"]), rel=1e-3)
    assert json.loads(json.dumps(curve)) == curve


def test_a_line_stays_alone_where_trees_do_not_help():
    """Without the step the target is a line: what deep trees find in the training rows is chance."""
    train, validation, test = sets(step=0.0)
    chosen = {"ridge_penalty": 0.0, "learning_rate": 1.0, "max_depth": 6, "min_child_weight": 1, "reg_lambda": 0}
    learnt, curve = model.fit(train, validation, False, chosen)
    assert curve["rounds"] == 0
    assert model.predict(learnt, test.features) == pytest.approx(learnt.line.predict(test.features), abs=1e-4)
    parts = model.contributions(learnt, test.features)
    assert parts is not None
    assert parts.sum(axis=1) == pytest.approx(model.predict(learnt, test.features), abs=1e-4)


@pytest.mark.parametrize(("errors", "kept"), [([2.1, 1.9, 1.95], 2), ([2.1, 2.0, 2.05], 0), ([2.1, 2.2], 0)])
def test_trees_are_kept_only_if_they_take_something_off_the_error_of_the_line(errors, kept):
    assert helpful(errors, alone=2.0) == kept


def test_a_saved_model_is_the_same_file_each_time_and_predicts_the_same(tmp_path):
    train, validation, test = sets()
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
        learnt, _ = model.fit(train, validation, False, {})
        model.save(learnt, folder)
    one, two = [{file.name: file.read_bytes() for file in folder.iterdir()} for folder in folders]
    assert one == two
    loaded = model.load(unpack(folders[0]))
    assert np.array_equal(model.predict(loaded, test.features), model.predict(learnt, test.features))


def test_refit_learns_line_and_trees_from_all_examples():
    train, validation, _ = sets()
    learnt, curve = model.fit(train, validation, False, {})
    again = model.refit(both(train, validation), False, {}, curve["rounds"])
    assert loss(again, validation) < loss(learnt, validation)
    assert again.line.start != learnt.line.start


def test_contributions_of_line_and_trees_add_up_to_the_prediction():
    train, validation, test = sets()
    learnt, _ = model.fit(train, validation, False, {"learning_rate": 0.1})
    parts = model.contributions(learnt, test.features)
    assert parts is not None
    assert parts.shape == (len(test.target), 5)
    assert parts.sum(axis=1) == pytest.approx(model.predict(learnt, test.features), abs=1e-4)
    size = np.abs(parts[:, :-1]).mean(axis=0)
    assert [int(place) for place in np.argsort(-size)] == [0, 2, 1, 3]


def test_labels_are_refused():
    train, validation, _ = sets()
    with pytest.raises(ValueError, match="values, not labels"):
        model.fit(train, validation, True, {})


def test_an_unknown_setting_is_refused_by_name():
    train, validation, _ = sets()
    with pytest.raises(ValueError, match=r"model setting `max_dept` is unknown; there are .*ridge_penalty"):
        model.fit(train, validation, False, {"max_dept": 3})


def test_every_setting_that_is_searched_can_be_chosen():
    train, validation, _ = sets()
    lowest = {name: low for name, (low, _, _) in model.SEARCHED.items()}
    highest = {name: high for name, (_, high, _) in model.SEARCHED.items()}
    curves = [model.fit(train, validation, False, chosen)[1]["validation"] for chosen in (lowest, highest)]
    assert curves[0] != curves[1]


def test_no_other_step_names_the_library():
    others = [file for file in STEPS.rglob("*.py") if file.name != "model.py"]
    assert others
    assert [file.name for file in others if "import xgboost" in file.read_text()] == []
