"""Training, evaluation, fairness, the gate and the report."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pandas as pd
import pytest
import xgboost as xgb

from evaluate import assess
from train import train


def with_income(folder, target, change):
    """The same people, with other incomes."""
    table = pd.concat([pd.read_csv(file) for file in folder.glob("*.csv")])
    table["income"] = change(table["income"])
    target.mkdir(parents=True)
    table.to_csv(target / "examples.csv", index=False)
    return target


def shuffled(income):
    return income.sample(frac=1, random_state=1).to_numpy()


def test_gate_opens_on_the_real_model(local_run):
    assert local_run.result["passed"] == 1
    assert local_run.result["verdict"].startswith("Good enough: percent of errors avoided ")


def test_gate_closes_on_a_model_of_shuffled_labels(local_run, tmp_path):
    examples = local_run.examples
    sets = [with_income(examples / name, tmp_path / name, shuffled) for name in ("train", "validation")]
    train(*sets, examples / "encoding", tmp_path / "model")
    result, _ = assess(tmp_path / "model", examples / "test", examples / "facts")
    assert result["passed"] == 0
    assert re.match(r"Not good enough: percent of errors avoided -?[\d.]+ of at least 20.0 is ", result["verdict"])


def test_the_gate_asks_for_what_it_is_told(local_run):
    examples = local_run.examples
    asked = {"fewer_errors": 0.9, "minimum_auc": 0.8}
    result, _ = assess(local_run.model, examples / "test", examples / "facts", asked)
    assert result["passed"] == 0
    assert re.search(r"of at least 90\.0 is [\d.]+ short - accuracy", result["verdict"])
    assert "AUC" not in result["verdict"]


def test_a_training_job_trains_the_same_model_from_its_command_line(local_run, tmp_path):
    """SageMaker unpacks the files of steps/ somewhere and says by environment variables where the data is."""
    code = shutil.copytree(Path(train.__code__.co_filename).parent, tmp_path / "code")
    names = ("train", "validation", "encoding")
    channels = {f"SM_CHANNEL_{name.upper()}": str(local_run.examples / name) for name in names}
    environment = os.environ | channels | {"SM_MODEL_DIR": str(tmp_path / "model")}
    subprocess.run([sys.executable, "train.py"], cwd=code, env=environment, check=True, capture_output=True)
    assert (tmp_path / "model" / "model.ubj").read_bytes() == (local_run.model / "model.ubj").read_bytes()


def test_training_stops_early_and_keeps_the_best_round(local_run):
    curve = json.loads((local_run.model / "learning_curve.json").read_text())["validation"]
    trees = xgb.Booster(model_file=local_run.model / "model.ubj").num_boosted_rounds()
    assert trees - 1 == min(range(len(curve)), key=curve.__getitem__)
    assert trees < len(curve) < 1000
    assert local_run.result["training"] == f"stopped after round {len(curve)}, when validation no longer improved"


def test_one_class_alone_cannot_be_learnt(local_run, tmp_path):
    examples = local_run.examples
    rich = with_income(examples / "train", tmp_path / "train", lambda income: income * 0 + 1)
    with pytest.raises(ValueError, match="column `income` is the same"):
        train(rich, examples / "validation", examples / "encoding", tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_a_missing_income_is_refused_by_name(local_run, tmp_path):
    examples = local_run.examples
    holes = with_income(examples / "train", tmp_path / "train", lambda income: income.where(income == 1))
    with pytest.raises(ValueError, match="column `income` has a value that is not 0 or 1"):
        train(holes, examples / "validation", examples / "encoding", tmp_path / "model")


def test_model_folder_holds_no_pickle_and_all_that_serves_it(local_run):
    files = {str(file.relative_to(local_run.model)) for file in local_run.model.rglob("*") if file.is_file()}
    served = {"code/inference.py", "code/encoding.py"}
    assert files == served | {"model.ubj", "learning_curve.json", "encoding.json", "sample.csv"}


def test_evaluation_reads_the_archive_that_sagemaker_hands_over(local_run, tmp_path):
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        archive.add(local_run.model, arcname=".")
    result, _ = assess(tmp_path, local_run.examples / "test", local_run.examples / "facts")
    assert result["fewer_errors"] == local_run.result["fewer_errors"]


def test_archive_with_a_path_outside_its_folder_is_refused(local_run, tmp_path):
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("../outside.txt")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"gone"))
    with pytest.raises(ValueError, match=r"outside\.txt"):
        assess(tmp_path, local_run.examples / "test", local_run.examples / "facts")
    assert not (tmp_path.parent / "outside.txt").exists()


def test_fairness_is_measured_for_each_group(local_run):
    table = pd.read_csv(local_run.evaluation / "fairness.csv")
    assert {"sex: Female", "sex: Male", "race: Black", "race: White"} <= set(table["group"])
    by_sex = table[table["group"].str.startswith("sex")]
    assert by_sex["people"].sum() == local_run.result["people"]
    assert table["accuracy"].between(0, 1).all()


def test_report_stands_alone_and_shows_the_metrics(local_run):
    page = (local_run.evaluation / "report.html").read_text()
    assert page.count("<svg") == 2
    assert "src=" not in page
    assert "<link" not in page
    assert f"{local_run.result['fewer_errors']:.1%} fewer errors" in page
    assert "sex: Female" in page
    assert local_run.result["verdict"] in page
    assert f"Learnt from 6,000 rows with the digest {local_run.result['data']['digest']}" in page
