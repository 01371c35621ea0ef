"""Training: what is learnt from which days, and what the model's folder holds."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import model as learner
from evaluate import SETS, assess
from examples import features, read_examples
from project.configuration import compiled, read_project
from recipe import recipe
from train import train

SEATTLE = Path(__file__).parent / "seattle"
CONFIGURATION = read_project(SEATTLE)
MADE = recipe(CONFIGURATION)
CODE = {"inference.py", "model.py", "features.py", "line.py", "ranges.py", "recipe.py", "support/configuration.py"}
LEARNT = ("train", "validation")


def assessed(model, examples, facts=None):
    folders = {name: examples / name for name in SETS} | {"facts": facts or examples / "facts"}
    return assess(model, folders, CONFIGURATION)


def judged(model, examples, facts=None):
    return assessed(model, examples, facts).result


def test_a_training_job_trains_the_same_model_from_its_command_line(local_run, tmp_path):
    """SageMaker unpacks the files of steps/ somewhere and says by environment variables where the data is."""
    code = shutil.copytree(Path(train.__code__.co_filename).parent, tmp_path / "code")
    (code / "configuration.json").write_bytes(compiled(CONFIGURATION))
    channels = {f"SM_CHANNEL_{name.upper()}": str(local_run.examples / name) for name in LEARNT}
    environment = os.environ | channels | {"SM_MODEL_DIR": str(tmp_path / "model")}
    chosen = ["--max_depth", "1", "--learning_rate", "0.03", "--ridge_penalty", "30.0", "--refit", "true"]
    command = [sys.executable, "train.py", *chosen]
    subprocess.run(command, cwd=code, env=environment, check=True, capture_output=True)
    assert (tmp_path / "model" / "model.ubj").read_bytes() == (local_run.model / "model.ubj").read_bytes()


def test_trees_are_kept_up_to_the_best_round_where_a_line_is_not_enough(local_run, tmp_path):
    """An answer with a step in it, which no line has."""
    for name in (*LEARNT, "test"):
        table = read_examples(local_run.examples / name, MADE)
        table[MADE.answer] = table["temp_max"] + 10.0 * (table["precipitation_mean_3"] > 1)
        (tmp_path / name).mkdir()
        table.to_csv(tmp_path / name / "examples.csv", index=False)
    curve = train(tmp_path / "train", tmp_path / "validation", tmp_path / "model", CONFIGURATION, learning_rate=0.3)
    assert curve["rounds"] - 1 == int(np.argmin(curve["validation"]))
    result = judged(tmp_path / "model", tmp_path, local_run.examples / "facts")
    assert result["difference"]["baseline"]["value"] > 0.5


@pytest.mark.parametrize(("refit", "expected"), [(True, ("train", "validation")), (False, ("train",))])
def test_the_model_learns_from_the_validation_days_too_unless_switched_off(local_run, tmp_path, refit, expected):
    train(*(local_run.examples / name for name in LEARNT), tmp_path, CONFIGURATION, refit=refit)
    known = pd.concat([read_examples(local_run.examples / name, MADE) for name in expected])
    alone = learner.load(tmp_path).line.predict(features(known, MADE))
    assert alone.mean() == pytest.approx(known[MADE.answer].mean())  # a line meets the days it was fitted to on average


def test_training_twice_gives_the_same_file(local_run, tmp_path):
    train(local_run.examples / "train", local_run.examples / "validation", tmp_path, CONFIGURATION)
    assert (tmp_path / "model.ubj").read_bytes() == (local_run.model / "model.ubj").read_bytes()


def test_model_folder_holds_no_pickle_and_the_code_that_serves_it(local_run):
    files = {file.relative_to(local_run.model).as_posix() for file in local_run.model.rglob("*") if file.is_file()}
    assert {name for name in files if not name.startswith("code/")} == {
        "model.ubj",
        "learning_curve.json",
        "configuration.json",
        "features.json",
        "profile.json",
    }
    assert {f"code/{name}" for name in CODE} <= files
    assert not any("preprocess" in name or "evaluate" in name for name in files)
    assert (local_run.model / "model.ubj").read_bytes()[:1] == b"{"


def test_a_missing_answer_is_refused_by_name(local_run, tmp_path):
    shutil.copytree(local_run.examples / "train", tmp_path / "train")
    file = tmp_path / "train" / "train.csv"
    table = pd.read_csv(file)
    table.loc[3, MADE.answer] = None
    table.to_csv(file, index=False)
    with pytest.raises(ValueError, match=f"column `{MADE.answer}` has a missing"):
        read_examples(tmp_path / "train", MADE)
