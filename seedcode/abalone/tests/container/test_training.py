"""The `train` of the image keeps SageMaker's contract: it is run on a folder like /opt/ml, also as a process."""

import json
import shutil

import pytest

from project.configuration import read_project
from training import REASON_LENGTH, explain

TARGET = read_project().target.name


def test_it_trains_with_the_channels_and_hyperparameters_of_the_job(train_as_a_process, tmp_path, local_run):
    chosen = {name: str(read_project().model[name]) for name in ("max_depth", "learning_rate")}
    assert train_as_a_process(**chosen) == (0, "")
    for file in (path for path in local_run.model.rglob("*") if path.is_file()):
        assert (tmp_path / "model" / file.relative_to(local_run.model)).read_bytes() == file.read_bytes()
    assert not (tmp_path / "output").exists()


def test_a_hyperparameter_reaches_the_model(train, tmp_path, local_run):
    assert train(learning_rate="0.5")[0] == 0
    usual, quick = (
        json.loads((folder / "learning_curve.json").read_text()) for folder in (local_run.model, tmp_path / "model")
    )
    assert quick["rounds"] < usual["rounds"]


@pytest.mark.parametrize(
    ("hyperparameters", "message"),
    [
        ({"learning_rate": "fast"}, "argument --learning_rate: invalid number value: 'fast'"),
        ({"depth": "4"}, "unrecognized arguments: --depth=4"),
    ],
)
def test_a_wrong_hyperparameter_is_the_reason_of_the_failure(train, tmp_path, hyperparameters, message):
    status, said = train(**hyperparameters)
    assert status == 1
    assert message in said
    assert message in (tmp_path / "output" / "failure").read_text().splitlines()[0]
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("channel", "message"),
    [("train", "required: --train"), ("code", "the job needs a channel `code`")],
)
def test_a_missing_channel_is_the_reason_of_the_failure(train, tmp_path, channel, message):
    shutil.rmtree(tmp_path / "input" / "data" / channel)
    assert train()[0] == 1
    assert message in (tmp_path / "output" / "failure").read_text().splitlines()[0]


def test_the_end_of_a_failed_job_is_its_failure(train_as_a_process, tmp_path):
    (tmp_path / "input" / "data" / "code" / "train.py").write_text("raise SystemExit('no memory')")
    assert train_as_a_process() == (1, "no memory\n")
    assert (tmp_path / "output" / "failure").read_text().splitlines()[0] == "no memory"


def test_bad_examples_are_the_reason_of_the_failure(train, tmp_path):
    file = tmp_path / "input" / "data" / "train" / "train.csv"
    header, rest = file.read_text().split("\n", 1)
    file.write_text("\n".join([header.replace(TARGET, "other"), rest]))
    assert train()[0] == 1
    reason = (tmp_path / "output" / "failure").read_text().splitlines()[0]
    assert f"train.csv: column `{TARGET}` is missing" in reason
    assert not (tmp_path / "model").exists()


def test_hyperparameters_that_are_not_json_are_the_reason_of_the_failure(train, tmp_path):
    (tmp_path / "input" / "config").mkdir()
    (tmp_path / "input" / "config" / "hyperparameters.json").write_text("{")
    assert train()[0] == 1
    assert "hyperparameters.json: not JSON" in (tmp_path / "output" / "failure").read_text()


def test_the_reason_fits_into_what_sagemaker_shows(tmp_path):
    explain(tmp_path, ["a long story\n"] * 200 + ["the end\n"])
    text = (tmp_path / "output" / "failure").read_text()
    assert text.startswith("the end\n")
    assert len(text) <= REASON_LENGTH
