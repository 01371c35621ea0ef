"""Code edits: what they change in a seed's pipeline definition."""

from pathlib import Path

import pytest

from scripts.errors import ConfigurationError
from scripts.rehearsal.edits import OTHER, WORSE


def test_edits_change_the_learning_rate_and_nothing_else(tmp_path: Path) -> None:
    text = 'ParameterFloat(name="LearningRate", default_value=0.03), ParameterInteger(name="MaxDepth", default_value=3)'
    (tmp_path / "pipeline.py").write_text(text)
    assert WORSE.files(tmp_path) == {"pipeline.py": text.replace("0.03", "0.000001")}
    (tmp_path / "pipeline.py").write_text(text.replace("0.03", "0.000001"))
    assert OTHER.files(tmp_path) == {"pipeline.py": text.replace("0.03", "0.05")}


def test_edits_change_the_penalty_of_a_linear_model(tmp_path: Path) -> None:
    text = 'Float(name="LearningRate", default_value=0.03), Float(name="RidgePenalty", default_value=30.0)'
    (tmp_path / "pipeline.py").write_text(text)
    edited = [edit.files(tmp_path)["pipeline.py"] for edit in (WORSE, OTHER)]
    assert edited == [text.replace("30.0", value) for value in ("1000000.0", "25.0")]


@pytest.mark.parametrize("seed", ["abalone", "census", "weather"])
def test_every_training_seed_has_a_parameter_to_edit(seed: str) -> None:
    folder = Path(__file__).parents[3] / "seedcode" / seed
    texts = {edit.files(folder)["pipeline.py"] for edit in (WORSE, OTHER)}
    assert len(texts | {(folder / "pipeline.py").read_text()}) == 3


def test_a_repository_without_a_known_parameter_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "pipeline.py").write_text("no parameters")
    with pytest.raises(ConfigurationError, match="no parameter RidgePenalty or LearningRate"):
        WORSE.files(tmp_path)
