"""The comparison with the model that production runs."""

import hashlib
import json
import shutil
import tarfile
from pathlib import Path

import pytest

from evaluate import SETS, assess, evaluate
from project.configuration import read_project
from train import train

SEATTLE = Path(__file__).parent / "seattle"
CONFIGURATION = read_project(SEATTLE)


def in_production(model, folder, file="features.json", **changed):
    """What the build leaves of the version that production runs; `changed` are other contents of one of its files."""
    copy = shutil.copytree(model, folder / "copy")
    known = json.loads((copy / file).read_text())
    (copy / file).write_text(json.dumps(known | changed))
    with tarfile.open(folder / "model.tar.gz", "w:gz") as archive:
        archive.add(copy, arcname=".")
    digest = hashlib.sha256((folder / "model.tar.gz").read_bytes()).hexdigest()
    (folder / "champion.json").write_text(json.dumps({"version": 3, "where": "production", "model_sha256": digest}))
    return folder


def folders(local_run):
    return {name: local_run.examples / name for name in SETS}


def compared(local_run, model, champion, output):
    return evaluate(model, folders(local_run), output, CONFIGURATION, champion)


def test_a_model_is_compared_with_the_one_in_production_on_the_same_days(local_run, tmp_path):
    champion = in_production(local_run.model, tmp_path)
    result = compared(local_run, local_run.model, champion, tmp_path / "evaluation")
    assert result["passed"] == 1
    assert result["champion"]["metrics"] == result["candidate"]
    assert result["difference"]["champion"] == {"name": "version 3 in production", "value": 0, "low": 0, "high": 0}


def test_a_model_that_beats_the_forecasts_and_is_worse_than_production_is_stopped(local_run, tmp_path):
    """Production's model has learnt from the days that both are tested on; the new one has learnt as always."""
    sets = [local_run.examples / "test", local_run.examples / "validation"]
    train(*sets, tmp_path / "better", CONFIGURATION, learning_rate=0.3, max_depth=6, min_child_weight=1)
    champion = in_production(tmp_path / "better", tmp_path)
    result = compared(local_run, local_run.model, champion, tmp_path / "evaluation")
    assert [rule["holds"] for rule in result["rules"]] == [True, False]
    assert result["passed"] == 0
    assert "percent worse than version 3 in production" in result["verdict"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"answer": "temp_max_mean_next_7"}, "it forecasts temp_max_mean_next_7 and not temp_max_mean_next_3"),
        ({"features": ["wind", "humidity"]}, "it has other features, as humidity"),
        ({"features": None}, "its features.json cannot be read"),
    ],
)
def test_production_with_other_columns_is_not_compared_and_the_forecasts_decide(local_run, tmp_path, changed, message):
    champion = in_production(local_run.model, tmp_path, **changed)
    result = compared(local_run, local_run.model, champion, tmp_path / "evaluation")
    assert result["passed"] == 1
    assert message in result["champion"]["problem"]
    assert result["difference"]["champion"] is None
    assert "version 3 in production was not compared" in result["verdict"]


def test_nothing_in_production_is_no_rule(local_run, tmp_path):
    (tmp_path / "champion.json").write_text('{"version": null}')
    result = compared(local_run, local_run.model, tmp_path, tmp_path / "evaluation")
    assert result["champion"] is None
    assert len(result["rules"]) == 1


def test_the_days_of_both_trainings_are_compared(local_run, tmp_path):
    champion = in_production(local_run.model, tmp_path)
    assessment = assess(local_run.model, folders(local_run), CONFIGURATION, champion)
    assert assessment.profile["rows"] == 863 + 214
    assert assessment.profile["columns"].keys() == {*assessment.rows.columns} - {"date"}
    assert assessment.profile_before == assessment.profile


@pytest.mark.parametrize("changed", [{"columns": []}, {"columns": {"wind": {"kind": "number"}}}, {"rows": "many"}])
def test_a_profile_of_production_that_cannot_be_read_stops_no_training(local_run, tmp_path, changed):
    champion = in_production(local_run.model, tmp_path, "profile.json", **changed)
    assert assess(local_run.model, folders(local_run), CONFIGURATION, champion).profile_before is None
    assert compared(local_run, local_run.model, champion, tmp_path / "evaluation")["passed"] == 1
