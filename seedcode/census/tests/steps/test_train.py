"""What training keeps beside the model, and which settings reach it."""

import json
from dataclasses import replace

import numpy as np
import pytest

import model
from support.configuration import read_configuration
from support.metrics import measured
from support.threshold import read_decision
from train import learn, learning_sets, setting, train

SETS = ("train", "validation", "encoding")


def places(run):
    return {name: run.examples / name for name in SETS}


def trained(run, folder, **settings):
    """A model of the same examples with other settings, and how it was learnt."""
    configuration = replace(run.configuration, model={**run.configuration.model, **settings})
    train(*places(run).values(), folder, configuration)
    return json.loads((folder / "learning_curve.json").read_text())


def predictions(run, folder):
    """Of the validation set, which only a refitted model has learnt from."""
    _, validation = learning_sets(places(run), run.configuration)
    return model.predict(model.load(folder), validation.features), validation.target


def test_refit_learns_from_validation_too_with_as_many_more_rounds_as_rows(flights_run, tmp_path):
    curves = {switch: trained(flights_run, tmp_path / str(switch), refit=switch) for switch in (True, False)}
    train_set, validation = learning_sets(places(flights_run), flights_run.configuration)
    rows = len(train_set.target) + len(validation.target)
    assert curves[False]["refit"] is None
    assert curves[True]["refit"]["rows"] == rows
    rounds = curves[True]["rounds"] * rows / len(train_set.target)
    assert curves[True]["refit"]["rounds"] == pytest.approx(rounds, abs=0.5)
    assert curves[True]["validation"] == curves[False]["validation"]
    name = flights_run.configuration.metric.name
    one = np.ones((len(validation.target), 1))
    seen, unseen = (predictions(flights_run, tmp_path / str(switch))[0] for switch in (True, False))
    threshold = 0.5 if flights_run.configuration.classification else None
    seen, unseen = (measured(validation.target, each, one, threshold)[name][0] for each in (seen, unseen))
    better = seen > unseen if flights_run.configuration.metric.direction == "higher" else seen < unseen
    assert better


def test_the_threshold_is_chosen_by_a_model_that_has_not_seen_validation(late_run, tmp_path):
    trained(late_run, tmp_path / "once", refit=False)
    trained(late_run, tmp_path / "again", refit=True)
    assert read_decision(tmp_path / "again") == read_decision(tmp_path / "once")


def test_only_a_classification_has_a_threshold(flights_run):
    assert (flights_run.model / "decision.json").exists() == flights_run.configuration.classification
    _, _, decided = learn(learning_sets(places(flights_run), flights_run.configuration), flights_run.configuration)
    assert (decided is not None) == flights_run.configuration.classification


def test_the_profile_is_of_all_rows_that_were_learnt_from(flights_run):
    found = json.loads((flights_run.model / "profile.json").read_text())
    curve = json.loads((flights_run.model / "learning_curve.json").read_text())
    assert found["rows"] == curve["refit"]["rows"]
    assert {column.name for column in flights_run.configuration.features} <= found["columns"].keys()


@pytest.mark.parametrize(
    ("text", "value"), [("4", 4), ("0.1", 0.1), ("true", True), ("False", False), ("lossguide", "lossguide")]
)
def test_a_hyperparameter_is_a_number_a_switch_or_a_text(text, value):
    found = setting(text)
    assert found == value
    assert type(found) is type(value)


def test_hyperparameters_of_a_job_replace_settings_and_are_kept_with_the_model(flights_run, train_job):
    usual = replace(flights_run.configuration, model={"max_depth": 4})
    # AWS's image passes a hyperparameter `false` on as `False`.
    found = train_job(flights_run, usual, "--max_depth", "2", "--refit", "False")
    assert read_configuration(found).model == {"max_depth": 2, "refit": False}
    assert json.loads((found / "learning_curve.json").read_text())["refit"] is None
