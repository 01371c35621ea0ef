"""How settings of the model are written to project.toml."""

import tomllib

import pytest

from project.model_section import with_model
from support.errors import ConfigurationError

TEXT = """# What is learnt.

[model]  # of the library
max_depth = 4  # more is slower
learning_rate = 0.1

# by people
[card]
name = "max_depth = 3 # of a card"
"""


def test_a_setting_keeps_its_line_and_comment_and_a_new_one_follows():
    assert with_model(TEXT, {"max_depth": 6, "subsample": 0.8, "refit": True}) == (
        TEXT.replace("max_depth = 4 ", "max_depth = 6 ", 1).replace(
            "learning_rate = 0.1\n", "learning_rate = 0.1\nsubsample = 0.8\nrefit = true\n"
        )
    )


def test_the_section_is_added_where_there_is_none():
    found = with_model('[card]\nname = "demo"\n', {"max_depth": 3})
    assert tomllib.loads(found) == {"card": {"name": "demo"}, "model": {"max_depth": 3}}


def test_the_same_settings_change_nothing():
    assert with_model(TEXT, {"max_depth": 4, "learning_rate": 0.1}) == TEXT


def test_a_section_that_cannot_be_changed_by_lines_is_refused():
    with pytest.raises(ConfigurationError, match=r"project\.toml \[model\]: is written in a way"):
        with_model("model = {max_depth = 4}\n", {"max_depth": 3})
