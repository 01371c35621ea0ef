"""Evaluation on real data: the forecasts to beat, the gate, the page and what it is made from."""

import io
import json
import runpy
import shutil
import sys
import tarfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evaluate import SETS, assess
from examples import read_examples
from features import SEASON
from forecasts import simple_forecasts
from project.configuration import compiled, read_project
from recipe import recipe
from train import train

SEATTLE = Path(__file__).parent / "seattle"
CONFIGURATION = read_project(SEATTLE)
MADE = recipe(CONFIGURATION)
LEARNT = ("train", "validation")


def assessed(model, examples, facts=None):
    folders = {name: examples / name for name in SETS} | {"facts": facts or examples / "facts"}
    return assess(model, folders, CONFIGURATION)


def judged(model, examples, facts=None):
    return assessed(model, examples, facts).result


def known_days(examples):
    return pd.concat([read_examples(examples / name, MADE) for name in LEARNT], ignore_index=True)


def shuffled(folder, target):
    """The same examples, each with the answer of another day."""
    table = pd.concat([pd.read_csv(file) for file in folder.glob("*.csv")])
    table[MADE.answer] = table[MADE.answer].sample(frac=1, random_state=1).to_numpy()
    target.mkdir(parents=True)
    table.to_csv(target / "examples.csv", index=False)
    return target


def test_gate_opens_on_the_real_model(local_run):
    result = local_run.result
    assert result["passed"] == 1
    assert result["verdict"].startswith("Good enough: 2.7 percent better than a line through today and reliably ")
    assert result["candidate"]["rmse"]["value"] < 2.635
    assert result["difference"]["baseline"]["low"] > 0.01


def test_the_forecasts_to_beat_include_a_line_through_today(local_run):
    known, unseen = known_days(local_run.examples), read_examples(local_run.examples / "test", MADE)
    columns = [*MADE.measurements, *SEASON]
    weights = np.linalg.lstsq(np.c_[np.ones(len(known)), known[columns]], known[MADE.answer], rcond=None)[0]
    found = np.c_[np.ones(len(unseen)), unseen[columns]] @ weights
    expected = float(np.sqrt(np.mean((found - unseen[MADE.answer]) ** 2)))
    baselines = {name: figures["rmse"]["value"] for name, figures in local_run.result["baselines"].items()}
    assert baselines["a line through today"] == pytest.approx(expected, abs=1e-5)
    assert expected < min(value for name, value in baselines.items() if "line" not in name)


def test_the_other_forecasts_are_today_the_last_week_and_the_season(local_run):
    known, unseen = known_days(local_run.examples), read_examples(local_run.examples / "test", MADE)
    simple = simple_forecasts(known, unseen, MADE)
    assert simple["as today"].tolist() == unseen["temp_max"].tolist()
    assert simple["as the last week"].tolist() == unseen["temp_max_mean_7"].tolist()
    usual = pd.Series(simple["as usual for the season"], pd.to_datetime(unseen["date"]))
    assert usual.groupby(usual.index.month).mean().idxmax() in (7, 8)
    assert usual.groupby(usual.index.month).mean().idxmin() in (1, 2)


def test_days_are_drawn_in_blocks_as_errors_of_neighbouring_days_are_alike(local_run):
    """The interval of the improvement is as wide as that of the days taken two weeks at a time."""
    assessment = assessed(local_run.model, local_run.examples)
    errors = [
        (made - assessment.truth) ** 2 for made in (assessment.prediction, assessment.baselines["a line through today"])
    ]
    draw = np.random.default_rng(3)
    starts = draw.integers(0, len(assessment.truth), (2000, 26))
    days = (starts[:, :, None] + np.arange(14)).reshape(2000, -1) % len(assessment.truth)
    gains = 1 - np.sqrt(errors[0][days].mean(axis=1) / errors[1][days].mean(axis=1))
    found = assessment.result["difference"]["baseline"]
    assert (found["low"], found["high"]) == pytest.approx(np.quantile(gains, [0.1, 0.9]).tolist(), abs=0.003)


def test_gate_closes_on_a_model_of_shuffled_labels(local_run, tmp_path):
    examples = local_run.examples
    sets = [shuffled(examples / name, tmp_path / name) for name in LEARNT]
    train(*sets, tmp_path / "model", CONFIGURATION)
    result = judged(tmp_path / "model", examples)
    assert result["passed"] == 0
    assert ": required 0.0 - rmse" in result["verdict"]


@pytest.mark.parametrize(("ridge_penalty", "passed"), [(25.0, 1), (1e6, 0)])
def test_the_penalty_decides_the_model(local_run, tmp_path, ridge_penalty, passed):
    folders = [local_run.examples / name for name in LEARNT]
    train(*folders, tmp_path / "model", CONFIGURATION, ridge_penalty=ridge_penalty)
    assert (tmp_path / "model" / "model.ubj").read_bytes() != (local_run.model / "model.ubj").read_bytes()
    assert judged(tmp_path / "model", local_run.examples)["passed"] == passed


def test_contributions_of_each_column_add_up_to_the_forecast_with_the_base(local_run):
    assessment = assessed(local_run.model, local_run.examples)
    parts = assessment.contributions
    assert list(parts.columns) == ["precipitation", "temp_max", "temp_min", "wind", "temp_range", "season"]
    base = assessment.prediction - parts.sum(axis=1).to_numpy()
    assert base == pytest.approx(np.full(len(base), base.mean()), abs=1e-4)
    assert parts.abs().mean().idxmax() == "temp_max"


def test_the_page_is_given_the_day_with_the_part_of_the_year(local_run):
    assessment = assessed(local_run.model, local_run.examples)
    described = assessment.configuration
    assert {column.name for column in described.columns} == set(assessment.rows.columns)
    assert described.target.name == MADE.answer
    assert assessment.rows[MADE.answer].tolist() == assessment.truth.tolist()
    assert [column.name for column in described.slices] == ["season"]
    assert set(assessment.rows["season"]) == set(described.slices[0].values)
    assert dict(zip(assessment.rows["date"], assessment.rows["season"], strict=True))["2015-12-01"] == "Q4 Oct-Dec"


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


def test_the_page_stands_alone_and_shows_forecasts_seasons_days_and_what_moves_a_forecast(local_run):
    page = (local_run.evaluation / "report.html").read_text().lower()
    assert "src=" not in page
    assert "<link" not in page
    for words in (*local_run.result["baselines"], "errors by season", "over time", "q1 jan-mar", "effect of temp_max"):
        assert words.lower() in page
    assert local_run.result["verdict"].lower() in page
    assert len(page) < 1_500_000


def test_an_evaluation_job_gives_the_same_figures_from_its_command_line(local_run, tmp_path, monkeypatch):
    """SageMaker starts it beside configuration.json, with the limits that the execution was started with."""
    code = shutil.copytree(Path(assess.__code__.co_filename).parent, tmp_path / "code")
    (code / "configuration.json").write_bytes(compiled(CONFIGURATION))
    (tmp_path / "champion.json").write_text('{"version": null}')
    folders = {name: local_run.examples / name for name in SETS} | {"model": local_run.model, "champion": tmp_path}
    given = [text for name, folder in folders.items() for text in (f"--{name}", str(folder))]
    limits = ["--minimum_improvement", "0.5", "--maximum_regression", "0.01", "--output", str(tmp_path / "out")]
    monkeypatch.setattr(sys, "argv", ["evaluate.py", *given, *limits])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(code / "evaluate.py"), run_name="__main__")
    assert ended.value.code == 0
    result = json.loads((tmp_path / "out" / "evaluation.json").read_text())
    assert result["candidate"] == local_run.result["candidate"]
    assert [(rule["least"], rule["holds"]) for rule in result["rules"]] == [(0.5, False)]
