"""The configuration of this repository, and what is said of files that people left half edited."""

import json
import shutil
from pathlib import Path

import pytest

from project.configuration import ROOT, compiled, read_project
from support.configuration import from_document
from support.errors import ConfigurationError


@pytest.fixture
def root(tmp_path) -> Path:
    for name in ("project.toml", "schema.json"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def test_this_repository_can_be_read_and_is_compiled_without_loss():
    configuration = read_project()
    assert configuration.features
    assert from_document(json.loads(compiled(configuration))) == configuration
    assert compiled(configuration) == compiled(read_project())


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("project.toml", b"[task\n", "project.toml: is not TOML, .*line 1"),
        ("project.toml", "[task]\ntarget = 'größe'".encode("latin-1"), "project.toml: is not UTF-8, at byte 20"),
        ("schema.json", b'{"columns": [', "schema.json: is not JSON, .*line 1"),
        ("schema.json", b"[]", "schema.json: has to be"),
        ("schema.json", None, "schema.json: no such file; `make new DATA=file.csv TARGET=column` writes it"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(root, name, text, message):
    (root / name).unlink()
    if text is not None:
        (root / name).write_bytes(text)
    with pytest.raises(ConfigurationError, match=message):
        read_project(root)
