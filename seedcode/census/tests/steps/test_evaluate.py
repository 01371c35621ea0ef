"""Which version a model is compared with, and what is found out about the test rows."""

import hashlib
import json
import re
import shutil
import tarfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evaluate import assess, evaluate
from examples import examples, read_examples
from learnt import MOST_EXPLAINED, MOST_WORST, Learnt, explained
from support.configuration import write_configuration
from support.task import Gate
from train import train

LENIENT = {"minimum_improvement": -9.0, "minimum": "none"}  # so that production alone decides


def folders(run):
    return {name: run.examples / name for name in ("train", "test", "facts")}


@pytest.fixture
def champion(flights_run, tmp_path):
    """The model of the run, as the build leaves it for the evaluation of the next one."""
    return packed(flights_run.model, tmp_path / "champion")


def packed(model: Path, folder: Path) -> Path:
    folder.mkdir()
    archive = folder / "model.tar.gz"
    with tarfile.open(archive, "w:gz") as files:
        files.add(model, arcname=".")
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    (folder / "champion.json").write_text(json.dumps({"version": "4", "where": "production", "model_sha256": digest}))
    return folder


def learnt_from(rows, run, tmp_path):
    """A model that learnt from so many rows of the run alone."""
    sets = []
    for name in ("train", "validation"):
        table = pd.read_csv(run.examples / name / f"{name}.csv", dtype=str, keep_default_na=False).head(rows)
        (tmp_path / name).mkdir()
        table.to_csv(tmp_path / name / f"{name}.csv", index=False)
        sets.append(tmp_path / name)
    train(*sets, run.examples / "encoding", tmp_path / "model", run.configuration)
    return tmp_path / "model"


def test_the_model_of_production_is_as_good_as_itself(flights_run, champion, tmp_path):
    run = flights_run
    result = evaluate(run.model, folders(run), tmp_path / "out", run.configuration, champion)
    assert result["champion"]["metrics"] == result["candidate"]
    assert result["difference"]["champion"] == {"name": "version 4 in production", "value": 0, "low": 0, "high": 0}
    assert "0.0 percent better than version 4 in production" in result["verdict"]
    written = json.loads((tmp_path / "out" / "evaluation.json").read_text())
    assert written == json.loads(json.dumps(result))


def test_a_model_that_is_worse_than_production_is_stopped_though_the_baselines_let_it_pass(
    flights_run, champion, tmp_path
):
    run = flights_run
    worse = learnt_from(60, run, tmp_path)
    alone = evaluate(worse, folders(run), tmp_path / "alone", run.configuration, **LENIENT)
    assert alone["passed"] == 1
    result = evaluate(worse, folders(run), tmp_path / "out", run.configuration, champion, **LENIENT)
    assert result["passed"] == 0
    found = r"Not good enough: [0-9.]+ percent worse than version 4 in production and reliably [0-9.]+: allowed 0.0"
    assert re.match(found, result["verdict"])


def test_a_worse_model_passes_where_such_a_loss_is_allowed(flights_run, champion, tmp_path):
    run = flights_run
    worse, allowed = learnt_from(60, run, tmp_path), {**LENIENT, "maximum_regression": 50.0}
    assert evaluate(worse, folders(run), tmp_path / "out", run.configuration, champion, **allowed)["passed"] == 1


def test_a_production_of_other_columns_is_named_and_the_baselines_decide(flights_run, tmp_path):
    run = flights_run
    other = replace(run.configuration.columns[0], name="knots")
    columns = (other, *run.configuration.columns[1:])
    model = tmp_path / "renamed"
    model.mkdir()
    for file in run.model.iterdir():
        if file.is_file():
            (model / file.name).write_bytes(file.read_bytes())
    write_configuration(replace(run.configuration, columns=columns), model)
    given = packed(model, tmp_path / "champion")
    result = evaluate(run.model, folders(run), tmp_path / "out", run.configuration, given)
    assert (
        result["champion"]["problem"] == "version 4 in production was not compared: its column knots is no longer there"
    )
    assert "its column knots is no longer there" in result["verdict"]
    assert result["passed"] == 1


def test_the_data_are_compared_with_those_that_production_learnt_from(flights_run, champion):
    run = flights_run
    found = assess(run.model, folders(run), run.configuration, champion)
    assert found.profile_before == found.profile
    assert found.profile["rows"] > 0


@pytest.mark.parametrize("text", ["[]", '{"columns": 3}', '{"rows": 1, "columns": {"miles": []}}', "no json"])
def test_a_profile_of_production_that_cannot_be_read_stops_nothing(flights_run, tmp_path, text):
    run = flights_run
    model = tmp_path / "model"
    shutil.copytree(run.model, model)
    (model / "profile.json").write_text(text)
    given = packed(model, tmp_path / "champion")
    assert evaluate(run.model, folders(run), tmp_path / "out", run.configuration, given)["passed"] == 1


def test_before_the_first_release_the_baselines_decide(flights_run, tmp_path):
    run = flights_run
    (tmp_path / "champion.json").write_text('{"version": null}')
    result = evaluate(run.model, folders(run), tmp_path / "out", run.configuration, tmp_path)
    assert result["champion"] is None
    assert len(result["rules"]) == 1


def test_the_limit_of_the_metric_itself_can_be_set_and_taken_away(flights_run, tmp_path):
    run = flights_run
    strict = replace(run.configuration, gate=Gate(minimum=0.999 if run.configuration.classification else 0.001))
    assert evaluate(run.model, folders(run), tmp_path, strict)["passed"] == 0
    assert evaluate(run.model, folders(run), tmp_path, strict, minimum="none")["passed"] == 1


def test_what_each_column_adds_makes_up_the_prediction(flights_run):
    run = flights_run
    found = assess(run.model, folders(run), run.configuration)
    assert found.contributions is not None
    assert set(found.contributions.columns) == {column.name for column in run.configuration.features}
    assert list(found.contributions.index) == list(range(len(found.rows)))
    margin, added = found.prediction, found.contributions.to_numpy().sum(axis=1)
    if run.configuration.classification:
        margin = np.log(margin / (1 - margin))
    total = added + np.median(margin - added)
    answer = 1 / (1 + np.exp(-total)) if run.configuration.classification else total
    assert answer == pytest.approx(found.prediction, abs=1e-4 if run.configuration.classification else 1e-3)


def test_of_many_rows_the_worst_are_explained_and_others_evenly_spread(flights_run):
    run = flights_run
    learnt = Learnt.load(run.model, run.configuration)
    test = examples(read_examples(run.examples / "test", run.configuration), learnt.encoding, run.configuration)
    many = np.repeat(test.features, 20, axis=0)
    error = np.random.default_rng(3).random(len(many))
    found = explained(learnt, many, error)
    assert found is not None
    assert MOST_EXPLAINED <= len(found) <= MOST_EXPLAINED + MOST_WORST < len(many)
    assert set(np.argsort(error)[-MOST_WORST:]) <= set(found.index)
