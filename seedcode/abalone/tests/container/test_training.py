"""The `train` of the image keeps SageMaker's contract: it is run as a process on a folder like /opt/ml."""

import shutil

import pytest
import xgboost as xgb

from training import REASON_LENGTH, explain


def test_it_trains_with_the_channels_and_hyperparameters_of_the_job(train, tmp_path, local_run):
    assert train(max_depth="4", eta="0.03") == (0, "")
    assert (tmp_path / "model" / "model.ubj").read_bytes() == (local_run.model / "model.ubj").read_bytes()
    assert {file.name for file in (tmp_path / "model" / "code").iterdir()} == {"inference.py", "measurements.py"}
    assert not (tmp_path / "output").exists()


def test_a_hyperparameter_reaches_the_model(train, tmp_path):
    assert train(max_depth="1")[0] == 0
    trees = xgb.Booster(model_file=tmp_path / "model" / "model.ubj").get_dump()
    assert max(tree.count("\n") for tree in trees) == 3  # a split and two leaves


@pytest.mark.parametrize(
    ("hyperparameters", "message"),
    [
        ({"eta": "fast"}, "argument --eta: invalid float value: 'fast'"),
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


def test_bad_examples_are_the_reason_of_the_failure(train, tmp_path):
    file = tmp_path / "input" / "data" / "train" / "train.csv"
    file.write_text(file.read_text().replace("shell_weight", "shell"))
    assert train()[0] == 1
    assert (
        "train.csv: column `shell_weight` is missing" in (tmp_path / "output" / "failure").read_text().splitlines()[0]
    )
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
