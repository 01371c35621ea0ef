"""What a step imports is in the image that it runs in, in a version that the tests can have too."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from project.definition_check import all_steps
from support.serving_code import PROGRAM, imported_modules, serving_code

ROOT = Path(__file__).parents[3]
STEPS = ROOT / "steps"
# Names of packages that are imported under another name.
IMPORTED_AS = {"scikit-learn": "sklearn", "xgboost-cpu": "xgboost"}


def programs(text: str) -> Iterator[tuple[str, str]]:
    """Every image of the definition with the program of this repository that it runs."""
    for step in all_steps(json.loads(text)["Steps"]):
        arguments = step["Arguments"]
        if step["Type"] == "Processing":
            container = arguments["AppSpecification"]
            program = next(part for part in container["ContainerEntrypoint"] if part.endswith(".py"))
            yield container["ImageUri"], Path(program).name
        elif step["Type"] == "Training":
            yield arguments["AlgorithmSpecification"]["TrainingImage"], "train.py"
        elif step["Type"] == "Model":
            yield arguments["PrimaryContainer"]["Image"], PROGRAM


def versions_of(image: str) -> Path:
    """The file with the versions of an image: AWS's, by name and version, or this repository's own."""
    named = re.search(r"/sagemaker-(.+):(\d+\.\d+-\d+)", image)
    return ROOT / (f"requirements/images/{named[1]}-{named[2]}.txt" if named else "container/requirements.lock")


def packages(file: Path) -> set[str]:
    """What can be imported from an image."""
    names = re.findall(r"^([\w.-]+)==", file.read_text(), re.MULTILINE)
    return {IMPORTED_AS.get(name, name.replace("-", "_")) for name in names}


def imported_packages(program: str) -> set[str]:
    """What a step imports, directly or not, that is neither its own nor Python's."""
    files = serving_code(STEPS, program)
    modules = {module.partition(".")[0] for file in files for module in imported_modules(file)}
    own = {path.stem for path in STEPS.iterdir()}
    return modules - own - set(sys.stdlib_module_names)


@pytest.fixture
def in_images(text):
    """AWS's image of Spark has files of its own; its versions are not in this repository."""
    return [(image, program) for image, program in programs(text) if "/sagemaker-spark-processing:" not in image]


def test_every_image_is_looked_at(text):
    assert [program for _, program in programs(text)] == ["preprocess.py", "train.py", "evaluate.py", PROGRAM]


def test_a_step_imports_only_what_its_image_has(in_images):
    missing = {program: imported_packages(program) - packages(versions_of(image)) for image, program in in_images}
    assert {program: names for program, names in missing.items() if names} == {}


def test_every_version_of_an_image_is_tested_with(in_images):
    """The lock of `make test-images` has what the image has; only tests add packages."""
    for image, _ in in_images:
        file = versions_of(image)
        wanted = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", file.read_text(), re.MULTILINE))
        locked = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", file.with_suffix(".lock").read_text(), re.MULTILINE))
        # The package with CUDA has the same code as the one without.
        locked["xgboost"] = locked["xgboost-cpu"]
        different = {name for name in locked.keys() & wanted.keys() if locked[name] != wanted[name]}
        assert different == set()
        assert {"numpy", "pandas"} <= locked.keys() & wanted.keys()
