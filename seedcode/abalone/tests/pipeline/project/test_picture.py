"""The picture of the pipeline in the README."""

from project.picture import README, picture, with_picture


def test_the_readme_shows_the_pipeline_as_it_is(text):
    readme = README.read_text()
    assert with_picture(readme, text) == readme


def test_every_step_and_both_answers_of_the_gate_are_in_it(text):
    drawn = picture(text)
    assert "Gate{Gate}" in drawn
    assert "Gate -- yes --> RegisterModel" in drawn
    assert "Gate -- no --> NotGoodEnough" in drawn
    assert "Preprocess --> Train" in drawn
    assert "Usable -- yes --> Train" in drawn
    assert "Usable -- yes --> Gate" not in drawn
