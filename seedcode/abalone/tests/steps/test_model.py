"""Training, evaluation, the gate and the report, on real data."""

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
from examples import read_examples
from train import train


def folders(examples):
    return {name: examples / name for name in ("train", "test", "facts")}


def shuffled(folder, target):
    """The same examples, each with the rings of another animal."""
    table = pd.concat([pd.read_csv(file) for file in folder.glob("*.csv")])
    table["rings"] = table["rings"].sample(frac=1, random_state=1).to_numpy()
    target.mkdir(parents=True)
    table.to_csv(target / "examples.csv", index=False)
    return target


def test_gate_opens_on_the_real_model(local_run):
    improvement = local_run.result["improvement"]
    assert local_run.result["passed"] == 1
    assert local_run.result["verdict"].startswith("Good enough: percent better than the best simple guess ")
    assert improvement["over_shell_weight"] >= improvement["over_best_baseline"]


def test_gate_closes_on_a_model_of_shuffled_labels(local_run, tmp_path):
    examples = local_run.examples
    sets = [shuffled(examples / name, tmp_path / name) for name in ("train", "validation")]
    train(*sets, tmp_path / "model")
    result = assess(tmp_path / "model", folders(examples)).result
    assert result["passed"] == 0
    assert re.search(r"^Not good enough: .* -[\d.]+ of at least 2.0 is [\d.]+ short - RMSE", result["verdict"])


def test_the_gate_asks_for_what_it_is_told(local_run):
    result = assess(local_run.model, folders(local_run.examples), 0.5).result
    assert result["passed"] == 0
    assert "of at least 50.0" in result["verdict"]


def test_a_training_job_trains_the_same_model_from_its_command_line(local_run, tmp_path):
    """SageMaker unpacks the files of steps/ somewhere and says by environment variables where the data is."""
    code = shutil.copytree(Path(train.__code__.co_filename).parent, tmp_path / "code")
    names = ("train", "validation")
    channels = {f"SM_CHANNEL_{name.upper()}": str(local_run.examples / name) for name in names}
    environment = os.environ | channels | {"SM_MODEL_DIR": str(tmp_path / "model")}
    subprocess.run([sys.executable, "train.py"], cwd=code, env=environment, check=True, capture_output=True)
    assert (tmp_path / "model" / "model.ubj").read_bytes() == (local_run.model / "model.ubj").read_bytes()


def test_training_stops_early_and_keeps_the_best_round(local_run):
    curve = json.loads((local_run.model / "learning_curve.json").read_text())["validation"]
    trees = xgb.Booster(model_file=local_run.model / "model.ubj").num_boosted_rounds()
    assert trees - 1 == min(range(len(curve)), key=curve.__getitem__)
    assert trees < len(curve) < 2000
    assert local_run.result["training"] == f"stopped after round {len(curve)}, when validation no longer improved"


def test_training_twice_gives_the_same_file(local_run, tmp_path):
    train(local_run.examples / "train", local_run.examples / "validation", tmp_path)
    assert (tmp_path / "model.ubj").read_bytes() == (local_run.model / "model.ubj").read_bytes()


def test_model_folder_holds_no_pickle_and_the_code_that_serves_it(local_run):
    files = {str(file.relative_to(local_run.model)) for file in local_run.model.rglob("*") if file.is_file()}
    assert files == {"model.ubj", "learning_curve.json", "code/inference.py", "code/measurements.py"}
    assert (local_run.model / "model.ubj").read_bytes()[:1] == b"{"


def test_evaluation_reads_the_archive_that_sagemaker_hands_over(local_run, tmp_path):
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        archive.add(local_run.model, arcname=".")
    result = assess(tmp_path, folders(local_run.examples)).result
    assert result["regression_metrics"] == local_run.result["regression_metrics"]


def test_archive_with_a_path_outside_its_folder_is_refused(local_run, tmp_path):
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("../outside.txt")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"gone"))
    with pytest.raises(ValueError, match=r"outside\.txt"):
        assess(tmp_path, folders(local_run.examples))
    assert not (tmp_path.parent / "outside.txt").exists()


def test_a_missing_number_of_rings_is_refused_by_name(local_run, tmp_path):
    shutil.copytree(local_run.examples / "train", tmp_path / "train")
    file = tmp_path / "train" / "train.csv"
    table = pd.read_csv(file)
    table.loc[3, "rings"] = None
    table.to_csv(file, index=False)
    with pytest.raises(ValueError, match="column `rings` has a missing"):
        read_examples(tmp_path / "train")


def test_report_stands_alone_and_shows_the_metrics(local_run):
    page = (local_run.evaluation / "report.html").read_text()
    assert page.count("<svg") == 3
    assert "src=" not in page
    assert "<link" not in page
    assert f"{local_run.result['improvement']['over_best_baseline']:.1%} better than the best simple guess" in page
    for name in local_run.result["baseline_rmse"]:
        assert name in page
    assert local_run.result["verdict"] in page
    assert f"Learnt from 4,177 rows with the digest {local_run.result['data']['digest']}" in page
