"""What the jobs are given of this repository: the steps, and beside them what people have configured."""

import json

from project.code_bundle import CodeBundle, read_bundle
from project.configuration import read_project
from support.configuration import from_document


def test_the_configuration_lies_beside_the_steps():
    files = read_bundle().files
    assert {"preprocess.py", "train.py", "evaluate.py", "support/configuration.py"} <= set(files)
    assert from_document(json.loads(files["configuration.json"])) == read_project()


def test_another_configuration_is_another_code():
    """The digest names the place of the code, so a changed schema is a new version and no cached step."""
    bundle = read_bundle()
    changed = bundle.files["configuration.json"] + b" "
    assert CodeBundle({**bundle.files, "configuration.json": changed}).digest != bundle.digest
