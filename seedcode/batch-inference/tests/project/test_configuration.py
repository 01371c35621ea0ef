"""`batch.toml`: what cannot work is refused with a sentence."""

import pytest

from project.configuration import Configuration, ConfigurationError, read_configuration


def test_the_file_that_the_repository_begins_with_has_the_usual_values():
    assert read_configuration() == Configuration()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[input]\nseperator = ','\n", "`seperator` is unknown"),
        ("[inputs]\n", "`inputs` is unknown"),
        ("[input]\nseparator = ';;'\n", "separator: has to be one character"),
        ("[input]\nmost_rejected = 2\n", "most_rejected: has to be from 0 to 1"),
        ("[input]\nmost_rejected = 'half'\n", "`half` is no float"),
        ("[input]\nkeep = 'id'\n", "keep: has to be a list of names"),
        ("[input]\nkeep = ['id', 'id']\n", "a column is listed twice"),
        ("[output]\nrows_per_part = 0\n", "rows_per_part: has to be 1 or more"),
        ("[machines]\ntransform = 'ml.m5d.large'\n", "whose disks take the project's key"),
        ("[machines]\ntransform_count = true\n", "`True` is no int"),
        ("[input\n", "batch.toml: "),
    ],
)
def test_what_cannot_work_is_named(tmp_path, text, problem):
    file = tmp_path / "batch.toml"
    file.write_text(text)
    with pytest.raises(ConfigurationError) as refused:
        read_configuration(file)
    assert problem in str(refused.value)
