"""The libraries that a README offers in place of XGBoost: its code replaces steps/model.py, and the tests pass."""

import re
import shutil

import pytest

from tests.seedcode.conftest import FOLDER, LEFT_BEHIND

BLOCK = re.compile(r'^```python\n("""The model: .*?)^```$', re.MULTILINE | re.DOTALL)
SEED = "abalone"  # its image is its own, so its libraries can be others


def alternatives() -> dict[str, str]:
    """The code blocks of the README that are a whole model.py, by the library that they import."""
    blocks = BLOCK.findall((FOLDER / SEED / "README.md").read_text())
    return {re.search(r"^import (lightgbm|skops)", block, re.MULTILINE)[1]: block for block in blocks}


def test_both_libraries_are_in_the_readme():
    assert alternatives().keys() == {"lightgbm", "skops"}


# scikit-learn's trees say nothing of what each column adds.
NOT_EXPLAINED = ("-k", "not adds_makes_up_the_prediction and not worst_are_explained")


@pytest.mark.parametrize(("library", "chosen"), [("lightgbm", ()), ("skops", NOT_EXPLAINED)])
def test_the_tests_of_the_steps_and_of_serving_pass_with_another_library(library, chosen, tmp_path, run):
    folder = shutil.copytree(FOLDER / SEED, tmp_path / SEED, ignore=LEFT_BEHIND)
    (folder / "steps" / "model.py").write_text(alternatives()[library])
    # Its settings have other names.
    settings = folder / "project.toml"
    settings.write_text(re.sub(r"(?ms)^\[model\].*?(?=^\[|\Z)", "[model]\n\n", settings.read_text()))
    ended = run(
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "tests/steps",
        "tests/container/test_serving.py",
        *chosen,
        folder=folder,
    )
    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-1000:]
