"""Training, evaluation, the gate and the report."""

import io
import json
import os
import re
import subprocess
import sys
import tarfile
from dataclasses import replace

import pandas as pd
import pytest

import model
from evaluate import evaluate
from examples import examples, read_examples
from support.encoding import Encoding
from support.task import Gate
from support.threshold import read_decision
from train import train

SETS = ("train", "validation", "encoding")


def folders(build):
    return {name: build / name for name in ("train", "test", "facts")}


def with_target(folder, target, column, change):
    """The same rows with other targets."""
    table = pd.concat([pd.read_csv(file) for file in folder.glob("*.csv")])
    table[column] = change(table[column])
    target.mkdir(parents=True)
    table.to_csv(target / "examples.csv", index=False)
    return target


def shuffled(column):
    return column.sample(frac=1, random_state=1).to_numpy()


def test_gate_opens_on_the_real_model(local_run):
    assert local_run.result["passed"] == 1
    assert local_run.result["verdict"].startswith("Good enough: ")


def test_numbers_categories_and_missing_values_are_learnt_from(flights_run):
    assert flights_run.result["passed"] == 1


def test_gate_closes_on_a_model_of_shuffled_targets(flights_run, tmp_path):
    build, configuration = flights_run.examples, flights_run.configuration
    column = configuration.target.name
    sets = [with_target(build / name, tmp_path / name, column, shuffled) for name in ("train", "validation")]
    train(*sets, build / "encoding", tmp_path / "model", configuration)
    result = evaluate(tmp_path / "model", folders(build), tmp_path / "out", configuration)
    assert result["passed"] == 0
    assert re.match(r"Not good enough: .* and reliably only [\d.-]+: required [\d.]+", result["verdict"])


def test_the_gate_asks_for_what_the_configuration_says(flights_run, tmp_path):
    configuration = replace(flights_run.configuration, gate=Gate(minimum_improvement=0.99))
    result = evaluate(flights_run.model, folders(flights_run.examples), tmp_path, configuration)
    assert result["passed"] == 0
    assert ": required 99.0" in result["verdict"]


def contents(folder):
    return {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_training_job_trains_the_same_model(flights_run, train_job):
    """SageMaker unpacks the code somewhere and says by environment variables where the data is."""
    assert contents(train_job(flights_run, flights_run.configuration)) == contents(flights_run.model)


def test_a_training_job_needs_nothing_but_the_code(late_run, code, tmp_path):
    folder = code(late_run.configuration)
    channels = {f"SM_CHANNEL_{name.upper()}": str(late_run.examples / name) for name in SETS}
    environment = os.environ | channels | {"SM_MODEL_DIR": str(tmp_path / "model")}
    subprocess.run([sys.executable, "train.py"], cwd=folder, env=environment, check=True, capture_output=True)
    assert contents(tmp_path / "model") == contents(late_run.model)


def test_one_class_alone_cannot_be_learnt(flights_run, tmp_path):
    build, configuration = flights_run.examples, flights_run.configuration
    column = configuration.target.name
    same = with_target(build / "train", tmp_path / "train", column, lambda target: target * 0 + 1)
    with pytest.raises(ValueError, match=f"column `{column}` is the same"):
        train(same, build / "validation", build / "encoding", tmp_path / "model", configuration)
    assert not (tmp_path / "model").exists()


def test_a_missing_target_is_refused_by_name(flights_run, tmp_path):
    build, configuration = flights_run.examples, flights_run.configuration
    column = configuration.target.name
    holes = with_target(build / "train", tmp_path / "train", column, lambda target: target.where(target.index > 3))
    with pytest.raises(ValueError, match=f"column `{column}` has a (missing value|value that is not 0 or 1)"):
        read_examples(holes, configuration)


def test_model_folder_holds_no_pickle_and_all_that_serves_it(flights_run):
    files = {str(file.relative_to(flights_run.model)) for file in flights_run.model.rglob("*") if file.is_file()}
    code = {name for name in files if name.startswith("code/")}
    assert {"code/inference.py", "code/model.py", "code/support/encoding.py"} <= code
    assert all(name.endswith(".py") for name in code)
    kept = {model.FILE, "learning_curve.json", "profile.json", "encoding.json", "configuration.json"}
    decision = {"decision.json"} if flights_run.configuration.classification else set()
    assert files == code | kept | decision


def test_the_threshold_follows_the_costs(late_run, tmp_path, late):
    sets = [late_run.examples / name for name in SETS]
    train(*sets, tmp_path / "model", replace(late, costs=replace(late.costs, false_negative=20)))
    usual, dear = read_decision(late_run.model), read_decision(tmp_path / "model")
    assert dear.threshold < usual.threshold
    assert (usual.positive, usual.negative) == ("yes", "no")


def test_evaluation_reads_the_archive_that_sagemaker_hands_over(flights_run, tmp_path):
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        archive.add(flights_run.model, arcname=".")
    result = evaluate(tmp_path, folders(flights_run.examples), tmp_path / "out", flights_run.configuration)
    assert result["verdict"] == flights_run.result["verdict"]


def test_archive_with_a_path_outside_its_folder_is_refused(flights_run, tmp_path):
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("../outside.txt")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"gone"))
    with pytest.raises(ValueError, match=r"outside\.txt"):
        evaluate(tmp_path, folders(flights_run.examples), tmp_path / "out", flights_run.configuration)
    assert not (tmp_path.parent / "outside.txt").exists()


def test_examples_that_are_read_again_give_the_same_predictions(flights_run):
    configuration = flights_run.configuration
    table = read_examples(flights_run.examples / "test", configuration)
    sets = examples(table, Encoding.load(flights_run.model), configuration)
    found = model.predict(model.load(flights_run.model), sets.features)
    golden = json.loads((flights_run.evaluation / "expected_answers.json").read_text())["requests"][0]
    assert found[0] == pytest.approx(golden["predictions"][0], rel=1e-4)


def test_report_stands_alone_and_shows_the_verdict(local_run):
    page = (local_run.evaluation / "report.html").read_text()
    assert "<svg" in page
    assert "src=" not in page
    assert "<link" not in page
    assert local_run.result["data"]["digest"] in page
