"""The steps of the seeds do the same with the libraries of AWS's images as with those of a local run."""

import json
import re
import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest

from tests.seedcode.conftest import FOLDER, LEFT_BEHIND, ROOT, run_python

VERSIONS = "import importlib.metadata as m, json, sys; "
VERSIONS += "print(json.dumps([sys.version_info[:2], {d.name.lower(): d.version for d in m.distributions()}]))"
# The environment of an image, the file of its versions, and the seeds whose steps run in it.
IMAGES = {
    "xgboost": ("xgboost-3.2-0.txt", ("census", "weather")),
    "scikit-learn": ("scikit-learn-1.9-0.txt", ("census",)),
}
IN_IMAGES = [(image, seed) for image, (_, seeds) in IMAGES.items() for seed in seeds]


def python_of(image: str) -> Path:
    return ROOT / f".venv-image-{image}" / "bin" / "python"


def pinned(file: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", file.read_text(), re.MULTILINE))


@pytest.mark.parametrize("image", IMAGES)
def test_the_environment_has_the_python_and_the_versions_of_the_image(image):
    ended = subprocess.run([python_of(image), "-c", VERSIONS], capture_output=True, text=True, check=True)
    python, installed = json.loads(ended.stdout)
    wanted = pinned(FOLDER / "census" / "requirements" / "images" / IMAGES[image][0])
    installed["xgboost"] = installed["xgboost-cpu"]
    assert python == [3, 12]
    compared = installed.keys() & wanted.keys() - {"pip", "setuptools"}  # these come with Python
    assert {"numpy", "pandas", "scikit-learn", "scipy"} <= compared
    assert {name for name in compared if installed[name] != wanted[name]} == set()


@pytest.mark.parametrize(("image", "name"), IN_IMAGES)
def test_the_tests_of_the_steps_pass(image, name, tmp_path):
    folder = shutil.copytree(FOLDER / name, tmp_path / name, ignore=LEFT_BEHIND)
    run = partial(run_python, tmp_path, python=python_of(image))
    ended = run("-m", "pytest", "-p", "no:cacheprovider", "tests/steps", folder=folder)
    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-1000:]


def test_seeds_that_use_the_same_image_have_the_same_file_of_its_versions():
    one, other = (FOLDER / name / "requirements" / "images" / "xgboost-3.2-0.txt" for name in ("census", "weather"))
    assert one.read_bytes() == other.read_bytes()
