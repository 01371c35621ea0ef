"""Each scanner of files finds a planted defect of its kind in what git tracks, and nowhere else."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.configuration import Workspace
from scripts.gate.scanners import actionlint, detect_secrets, licences, shellcheck, zizmor
from scripts.gate.scanners.licences import Rules, is_allowed

Make = Callable[[dict[str, str]], Workspace]
WORKFLOW = "seedcode/one/.github/workflows/build.yml"
JOB = """name: build
on: push
permissions: {{}}
concurrency:
  group: one
  cancel-in-progress: true
jobs:
  test:
    name: test
    runs-on: ubuntu-24.04
    steps:
      - run: {command}
"""
# Written in two parts: this file is scanned too.
KEY = "AKIA" + "Q3EGRUYXNLZTWJMV"


def test_zizmor_finds_an_expression_that_an_outsider_fills_in(with_files: Make) -> None:
    workspace = with_files({WORKFLOW: JOB.format(command="echo ${{ github.head_ref }}")})
    assert [(finding.rule, finding.file) for finding in zizmor.scan(workspace)] == [("template-injection", WORKFLOW)]


def test_actionlint_finds_a_property_that_does_not_exist(with_files: Make) -> None:
    workspace = with_files({WORKFLOW: JOB.format(command="echo ${{ github.branch }}")})
    found = [(finding.rule, finding.file, finding.resource) for finding in actionlint.scan(workspace)]
    assert found == [("expression", WORKFLOW, "line 12")]


@pytest.mark.parametrize("scanner", [zizmor, actionlint])
def test_a_right_workflow_is_clean(with_files: Make, scanner: type) -> None:
    assert scanner.scan(with_files({WORKFLOW: JOB.format(command="make test")})) == []


@pytest.mark.parametrize("scanner", [zizmor, actionlint])
def test_without_workflows_there_is_nothing_to_find(with_files: Make, scanner: type) -> None:
    assert scanner.scan(with_files({"README.md": "nothing\n"})) == []


def test_detect_secrets_finds_a_key_and_does_not_repeat_it(with_files: Make) -> None:
    (found,) = detect_secrets.scan(with_files({"settings.py": f'key = "{KEY}"\n', "README.md": "nothing\n"}))
    assert (found.rule, found.file) == ("AWS Access Key", "settings.py")
    assert KEY not in found.sentence


def test_digests_of_a_record_are_no_secrets_and_a_key_in_it_is(with_files: Make) -> None:
    record, digest = "releases/one/1.0.0/proof.json", hashlib.sha256(b"a template").hexdigest()
    text = f'{{"digest": "{digest}", "statement": "0123456789:{digest[:35]}", "key": "{KEY}"}}\n'
    found = detect_secrets.scan(with_files({record: text, "releases/one/1.0.0/template.json": f'"{digest}"\n'}))
    assert {(finding.rule, finding.file) for finding in found} == {
        ("AWS Access Key", record),
        ("Hex High Entropy String", "releases/one/1.0.0/template.json"),
    }


def test_files_that_git_does_not_track_are_not_scanned(with_files: Make, tmp_path: Path) -> None:
    workspace = with_files({"README.md": "nothing\n"})
    (tmp_path / ".env").write_text(f'key = "{KEY}"\n')
    assert detect_secrets.scan(workspace) == []


def test_shellcheck_reads_shell_files_and_buildspecs(with_files: Make) -> None:
    files = {
        "run.sh": "#!/bin/bash\nrm -rf $1\n",
        "named/after-its-first-line": "#!/usr/bin/env bash\ncd build\n",
        "seedcode/one/buildspec.yml": "version: 0.2\nphases:\n  build:\n    commands:\n      - echo $(pwd)\n",
        "notes.txt": "rm -rf $1\n",
    }
    found = {(finding.rule, finding.file) for finding in shellcheck.scan(with_files(files))}
    assert {("SC2086", "run.sh"), ("SC2164", "named/after-its-first-line")} <= found
    assert ("SC2046", "seedcode/one/buildspec.yml") in found
    assert {file for _, file in found} == files.keys() - {"notes.txt"}


def test_a_package_with_another_licence_or_none_is_found(with_files: Make) -> None:
    package = '{"packages": {"": {}, "node_modules/free": {"version": "1.0.0", "license": "AGPL-3.0"}}}'
    locks = {"one.lock": "no-such-package==1.0.0 \\\n    --hash=sha256:00\n", "node/package-lock.json": package}
    found = {(finding.rule, finding.file, finding.resource) for finding in licences.scan(with_files(locks))}
    assert found == {("unknown", "one.lock", "no-such-package"), ("not-allowed", "node/package-lock.json", "free")}


def test_a_package_with_an_allowed_licence_is_not(with_files: Make) -> None:
    assert licences.scan(with_files({"one.lock": "PyYAML==6.0.3\nboto3==1.0\n"})) == []


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("MIT License", True),
        ("GPL-3.0-or-later", False),
        ("(MIT OR GPL-3.0-or-later)", True),
        ("MIT AND GPL-3.0-or-later", False),
        ("Apache-2.0 AND (MIT OR GPL-3.0-or-later)", True),
        ("MIT License; GNU General Public License (GPL)", False),
    ],
)
def test_a_choice_of_licences_is_allowed_if_one_of_them_is(licence: str, allowed: bool) -> None:  # noqa: FBT001
    rules = Rules(frozenset({"MIT", "Apache-2.0"}), {"MIT License": "MIT"}, {})
    assert is_allowed(licence, rules) == allowed
