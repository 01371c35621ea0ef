"""Code edits: what they change in a seed's settings."""

from pathlib import Path

import pytest

from scripts.errors import ConfigurationError
from scripts.rehearsal.edits import BEHIND, BETTER, OTHER, WORSE

TABLE = '[task]\ntarget = "x"\n\n[model]\nmax_depth = 3 # of a tree\nlearning_rate = 0.03\n'


def test_edits_change_the_learning_rate_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "project.toml").write_text(TABLE)
    assert WORSE.files(tmp_path) == {"project.toml": TABLE.replace("0.03", "0.000001")}
    (tmp_path / "project.toml").write_text(TABLE.replace("0.03", "0.000001"))
    assert OTHER.files(tmp_path) == {"project.toml": TABLE.replace("0.03", "0.05")}


def test_edits_of_the_census_change_the_depth_of_the_trees_too(tmp_path: Path) -> None:
    (tmp_path / "project.toml").write_text(TABLE.replace("0.03", "0.000001"))
    edited = [edit.files(tmp_path)["project.toml"] for edit in (BETTER, BEHIND)]
    assert edited == [TABLE.replace("0.03", "0.05").replace("= 3", f"= {depth}") for depth in (1, 5)]


def test_edits_change_the_penalty_of_a_linear_model(tmp_path: Path) -> None:
    text = f"{TABLE}ridge_penalty = 30.0\n"
    (tmp_path / "project.toml").write_text(text)
    edited = [edit.files(tmp_path)["project.toml"] for edit in (WORSE, OTHER)]
    assert edited == [text.replace("30.0", value) for value in ("1000000.0", "25.0")]


@pytest.mark.parametrize("seed", ["abalone", "census", "weather"])
def test_every_training_seed_has_a_setting_to_edit(seed: str) -> None:
    folder = Path(__file__).parents[3] / "seedcode" / seed
    texts = {edit.files(folder)["project.toml"] for edit in (WORSE, OTHER)}
    assert len(texts | {(folder / "project.toml").read_text()}) == 3


def test_a_repository_without_a_known_setting_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "project.toml").write_text("no settings")
    with pytest.raises(ConfigurationError, match="has no learning_rate, max_depth"):
        BETTER.files(tmp_path)
    with pytest.raises(ConfigurationError, match="has no ridge_penalty or learning_rate"):
        WORSE.files(tmp_path)
