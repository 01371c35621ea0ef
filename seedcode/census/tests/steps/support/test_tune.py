"""Settings are searched on the validation set alone, the same each time, and written only if asked to."""

import shutil
import tomllib
from dataclasses import replace

import numpy as np
import pytest

import model
from project.configuration import ROOT, SCHEMA, SETTINGS, read_project
from project.tune import Try, conclusion, draws, gain, main, ranked, search, tune
from support.bootstrap import Interval
from support.consistency import HIGHER, LOWER
from support.errors import DataError
from train import learning_sets

TRIES = 2
ROWS = 600  # of the run, which are enough to search on


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A copy of what people edit."""
    folder = tmp_path_factory.mktemp("root")
    for name in (SETTINGS, SCHEMA):
        shutil.copyfile(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def build(local_run, tmp_path_factory):
    """The first rows of a run without its test set: the search would fail if it read it."""
    folder = tmp_path_factory.mktemp("tuned")
    shutil.copytree(local_run.examples, folder / "examples", ignore=shutil.ignore_patterns("test"))
    for name in ("train", "validation"):
        file = folder / "examples" / name / f"{name}.csv"
        file.write_text("".join(file.read_text().splitlines(keepends=True)[: ROWS + 1]))
    return folder


def test_the_draws_are_the_same_each_time_and_within_their_ranges():
    every = list(draws(model.SEARCHED, 30))
    assert every == list(draws(model.SEARCHED, 30))
    for name, (low, high, scale) in model.SEARCHED.items():
        values = [each[name] for each in every]
        assert min(values) >= low * 0.995
        assert max(values) <= high * 1.005
        assert len(set(values)) > 2
        assert all(isinstance(value, int) for value in values) == (scale == "whole")


def test_the_present_settings_are_tried_first_and_kept_where_nothing_is_drawn(build):
    configuration = replace(read_project(), model={"max_depth": 2, "refit": True})
    sets = learning_sets({each.name: each for each in (build / "examples").iterdir()}, configuration)
    found = search(sets, configuration, TRIES)
    assert len(found) == TRIES + 1
    assert found[0].settings == {"max_depth": 2}
    again = search(sets, configuration, TRIES)
    assert [each.value for each in found] == [each.value for each in again]
    assert len({each.value for each in found}) > 1
    best = ranked(found, configuration)[0]
    gained = gain(best, found[0], sets[1].target, configuration)
    assert gained.low <= gained.value <= gained.high
    assert (gained.value > 0) == (best is not found[0])


def attempted(value):
    return Try({}, np.zeros(1), value, 1, 0.0)


@pytest.mark.parametrize(("direction", "order"), [(HIGHER, [3, 2, 1]), (LOWER, [1, 2, 3])])
def test_the_best_is_first_in_the_direction_of_the_metric(direction, order):
    configuration = read_project()
    configuration = replace(configuration, metric=replace(configuration.metric, direction=direction))
    found = ranked([attempted(value) for value in (2, 3, 1)], configuration)
    assert [each.value for each in found] == order


def test_a_gain_that_may_be_chance_is_called_so():
    best, present = attempted(2), attempted(1)
    assert "may be chance" in conclusion(Interval(0.01, -0.01, 0.03), best, present, 100)
    assert "may be chance" not in conclusion(Interval(0.02, 0.01, 0.03), best, present, 100)
    assert conclusion(Interval(0, 0, 0), present, present, 100) == "the present settings are the best of them"


def test_settings_are_written_only_if_asked_to(build, root, capsys):
    before = (root / SETTINGS).read_text()
    order = tune(build, TRIES, apply=False, root=root)
    assert (root / SETTINGS).read_text() == before
    shown = capsys.readouterr().out
    assert "(present)" in shown
    tune(build, TRIES, apply=True, root=root)
    wanted = tomllib.loads(before)
    wanted["model"] |= order[0].settings
    assert tomllib.loads((root / SETTINGS).read_text()) == wanted


def test_without_examples_it_says_what_makes_them(tmp_path, monkeypatch, capsys):
    with pytest.raises(DataError, match="`make local` writes them"):
        tune(tmp_path, TRIES, apply=False)
    monkeypatch.setattr("sys.argv", ["tune.py", "--build", str(tmp_path)])
    assert main() == 1
    assert "`make local` writes them" in capsys.readouterr().err
