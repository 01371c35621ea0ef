"""The commands that the builds run, as a person meets them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("arguments", [["prepare"], ["test", "staging"]])
def test_missing_settings_are_named_in_one_line(arguments):
    nothing = {"PATH": "", "AWS_EC2_METADATA_DISABLED": "true", "AWS_DEFAULT_REGION": "us-east-1"}
    command = [sys.executable, "-m", "deploy", *arguments]
    ended = subprocess.run(command, cwd=ROOT, env=nothing, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: not set: ")
    assert len(ended.stderr.splitlines()) == 1


def test_an_unknown_stage_is_refused():
    command = [sys.executable, "-m", "deploy", "test", "somewhere"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 2
