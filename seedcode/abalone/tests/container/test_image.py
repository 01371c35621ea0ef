"""What the image is made of."""

import re
from pathlib import Path

CONTAINER = Path(__file__).parents[2] / "container"
OUTSIDE = {"image.py", "repository_policy.py"}  # about the image, and not in it
RECIPE = (CONTAINER / "Dockerfile").read_text()


def versions(lock: Path) -> set[tuple[str, str]]:
    return set(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(), re.M))


def test_it_starts_from_an_image_that_cannot_be_exchanged():
    bases = re.findall(r"^FROM (\S+)", RECIPE, re.M)
    assert [base for base in bases if not re.search(r":3\.12\.\d+-slim-bookworm@sha256:[0-9a-f]{64}$", base)] == []
    assert bases


def test_it_installs_only_what_is_locked_by_hash():
    assert re.findall(r"pip install .*?--require-hashes\s*\\\s*-r (\S+)", RECIPE, re.S) == ["/tmp/requirements.lock"]


def test_local_runs_have_the_same_versions():
    local = CONTAINER.parent / "requirements" / "local.lock"
    assert versions(CONTAINER / "requirements.lock") <= versions(local)


def test_every_program_is_there_under_the_name_that_sagemaker_calls():
    links = dict(re.findall(r"ln -s /opt/program/(\S+) /usr/local/bin/(\S+)", RECIPE))
    assert links == {"training.py": "train", "serving.py": "serve", "processing.py": "process"}
    copied = re.findall(r"^COPY --chmod=0755 (.*) /opt/program/$", RECIPE, re.M)[0].split()
    assert set(copied) == {file.name for file in CONTAINER.glob("*.py")} - OUTSIDE
    for program in links:
        assert (CONTAINER / program).read_text().startswith("#!/usr/bin/env python3\n")


def test_it_names_the_account_that_programs_become():
    account = re.findall(r"^ENV RUN_AS=(\S+)$", RECIPE, re.M)[0]
    assert re.search(rf"useradd --uid [1-9]\d* .*{account}$", RECIPE, re.M)
