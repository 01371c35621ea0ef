"""Training, evaluation, the gate and the report, on real data."""

import io
import json
import math
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xgboost as xgb

from evaluate import assess
from examples import read_examples
from features import NAMES
from line import TODAY, Line, fit
from train import helpful, train

CODE = {"code/inference.py", "code/features.py", "code/line.py"}
SETS = ("train", "validation", "test")


def judged(model, examples, facts=None):
    folders = {name: examples / name for name in SETS} | {"facts": facts or examples / "facts"}
    return assess(model, folders).result


def shuffled(folder, target):
    """The same examples, each with the answer of another day."""
    table = pd.concat([pd.read_csv(file) for file in folder.glob("*.csv")])
    table["target"] = table["target"].sample(frac=1, random_state=1).to_numpy()
    target.mkdir(parents=True)
    table.to_csv(target / "examples.csv", index=False)
    return target


def test_gate_opens_on_the_real_model(local_run):
    improvement = local_run.result["improvement"]
    assert local_run.result["passed"] == 1
    assert local_run.result["verdict"].startswith("Good enough: percent better than the best simple forecast ")
    assert improvement["over_persistence"] >= improvement["over_best_baseline"]


def test_the_forecasts_to_beat_include_a_line_through_today(local_run):
    known = pd.concat([read_examples(local_run.examples / name) for name in SETS[:2]])
    unseen = read_examples(local_run.examples / "test")
    columns = np.linalg.lstsq(np.c_[np.ones(len(known)), known[list(TODAY)]], known["target"], rcond=None)[0]
    forecast = np.c_[np.ones(len(unseen)), unseen[list(TODAY)]] @ columns
    expected = float(np.sqrt(np.mean((forecast - unseen["target"]) ** 2)))
    assert local_run.result["baseline_rmse"]["a line through today"] == pytest.approx(expected)
    assert expected < min(value for name, value in local_run.result["baseline_rmse"].items() if "line" not in name)


def test_gate_closes_on_a_model_of_shuffled_labels(local_run, tmp_path):
    examples = local_run.examples
    sets = [shuffled(examples / name, tmp_path / name) for name in ("train", "validation")]
    train(*sets, tmp_path / "model")
    result = judged(tmp_path / "model", examples)
    assert result["passed"] == 0
    assert "short - RMSE" in result["verdict"]


def test_a_training_job_trains_the_same_model_from_its_command_line(local_run, tmp_path):
    """SageMaker unpacks the files of steps/ somewhere and says by environment variables where the data is."""
    code = shutil.copytree(Path(train.__code__.co_filename).parent, tmp_path / "code")
    names = ("train", "validation")
    channels = {f"SM_CHANNEL_{name.upper()}": str(local_run.examples / name) for name in names}
    environment = os.environ | channels | {"SM_MODEL_DIR": str(tmp_path / "model")}
    subprocess.run([sys.executable, "train.py"], cwd=code, env=environment, check=True, capture_output=True)
    assert (tmp_path / "model" / "model.ubj").read_bytes() == (local_run.model / "model.ubj").read_bytes()


@pytest.mark.parametrize(("errors", "kept"), [([2.1, 1.9, 1.95], 2), ([2.1, 2.0, 2.05], 0), ([2.1, 2.2], 0)])
def test_trees_are_kept_only_if_they_take_something_off_the_error_of_the_line(errors, kept):
    assert helpful(errors, alone=2.0) == kept


def test_trees_are_kept_up_to_the_best_round_where_a_line_is_not_enough(local_run, tmp_path):
    """An answer with a step in it, which no line has."""
    for name in SETS:
        table = read_examples(local_run.examples / name)
        table["target"] = table["temp_max"] + 10.0 * (table["precipitation_mean_3"] > 1)
        (tmp_path / name).mkdir()
        table.to_csv(tmp_path / name / "examples.csv", index=False)
    trees = train(tmp_path / "train", tmp_path / "validation", tmp_path / "model")
    curve = json.loads((tmp_path / "model" / "learning_curve.json").read_text())["validation"]
    assert trees - 1 == min(range(len(curve)), key=curve.__getitem__)
    result = judged(tmp_path / "model", tmp_path, local_run.examples / "facts")
    assert result["improvement"]["over_best_baseline"] > 0.5


def test_a_line_finds_the_weights_that_made_the_answers():
    table = pd.DataFrame({"a": [0.0, 1.0, 2.0, 5.0], "b": [1.0, 0.0, 3.0, 1.0], "always": [4.0] * 4})
    table["target"] = 7 + 2 * table["a"] - 3 * table["b"]
    line = fit(table, ["b", "a", "always"])
    assert line.weights[:2] == pytest.approx([-3, 2])
    assert line.predict(np.array([[10.0, 1.0, 4.0]]), ["a", "b", "always"]) == pytest.approx([24])


def test_the_larger_the_penalty_the_smaller_the_weights():
    table = pd.DataFrame({"a": [0.0, 1.0, 2.0, 5.0], "target": [1.0, 3.0, 5.0, 11.0]})
    weights = [fit(table, ["a"], ridge_penalty).weights[0] for ridge_penalty in (0.0, 4.0, 1e9)]
    # Four examples with a standardized column: a penalty of 4 halves what it says.
    assert weights == pytest.approx([2, 1, 0], abs=1e-6)


@pytest.mark.parametrize("ridge_penalty", [-1.0, math.nan, math.inf])
def test_a_penalty_that_is_none_is_refused_by_name(ridge_penalty):
    with pytest.raises(ValueError, match="ridge_penalty is"):
        fit(pd.DataFrame({"a": [0.0, 1.0], "target": [1.0, 3.0]}), ["a"], ridge_penalty)


@pytest.mark.parametrize(("ridge_penalty", "passed"), [(25.0, 1), (1e6, 0)])
def test_the_penalty_decides_the_model(local_run, tmp_path, ridge_penalty, passed):
    train(
        local_run.examples / "train", local_run.examples / "validation", tmp_path / "model", ridge_penalty=ridge_penalty
    )
    assert (tmp_path / "model" / "model.ubj").read_bytes() != (local_run.model / "model.ubj").read_bytes()
    assert judged(tmp_path / "model", local_run.examples)["passed"] == passed


def test_the_model_learns_from_the_validation_days_too(local_run):
    known = pd.concat([read_examples(local_run.examples / name) for name in SETS[:2]])
    booster = xgb.Booster(model_file=local_run.model / "model.ubj")
    line = Line(**json.loads(booster.attr("line")))
    alone = line.predict(known[list(NAMES)].to_numpy(dtype=float), NAMES)
    assert alone.mean() == pytest.approx(known["target"].mean())  # a line meets the days it was fitted to on average


def test_training_twice_gives_the_same_file(local_run, tmp_path):
    train(local_run.examples / "train", local_run.examples / "validation", tmp_path)
    assert (tmp_path / "model.ubj").read_bytes() == (local_run.model / "model.ubj").read_bytes()


def test_model_folder_holds_no_pickle_and_the_code_that_serves_it(local_run):
    files = {str(file.relative_to(local_run.model)) for file in local_run.model.rglob("*") if file.is_file()}
    assert files == {"model.ubj", "learning_curve.json", *CODE}
    assert (local_run.model / "model.ubj").read_bytes()[:1] == b"{"


def test_evaluation_reads_the_archive_that_sagemaker_hands_over(local_run, tmp_path):
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        archive.add(local_run.model, arcname=".")
    result = judged(tmp_path, local_run.examples)
    assert result["regression_metrics"] == local_run.result["regression_metrics"]


def test_archive_with_a_path_outside_its_folder_is_refused(local_run, tmp_path):
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("../outside.txt")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"gone"))
    with pytest.raises(ValueError, match=r"outside\.txt"):
        judged(tmp_path, local_run.examples)
    assert not (tmp_path.parent / "outside.txt").exists()


def test_a_missing_target_is_refused_by_name(local_run, tmp_path):
    shutil.copytree(local_run.examples / "train", tmp_path / "train")
    file = tmp_path / "train" / "train.csv"
    table = pd.read_csv(file)
    table.loc[3, "target"] = None
    table.to_csv(file, index=False)
    with pytest.raises(ValueError, match="column `target` has a missing"):
        read_examples(tmp_path / "train")


def test_report_stands_alone_and_shows_the_metrics(local_run):
    page = (local_run.evaluation / "report.html").read_text()
    assert page.count("<svg") == 3
    assert "src=" not in page
    assert "<link" not in page
    assert f"{local_run.result['improvement']['over_persistence']:.1%} better than persistence" in page
    for name in ("as today", "as the last week", "as usual for the season", "a line through today"):
        assert name in page
