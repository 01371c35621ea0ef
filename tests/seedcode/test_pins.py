"""What the seeds' own CI downloads is named by digest: a tag of an action or an image can be moved by its owner."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seedcode"
REFERENCE = {
    "*.github/workflows/*.yml": (r"uses:\s*(\S+)", r"[\w./-]+@[0-9a-f]{40}"),
    "*.gitlab-ci.yml": (r"image:\s*(\S+)", r".+@sha256:[0-9a-f]{64}"),
    "*bitbucket-pipelines.yml": (r"image:\s*(\S+)", r".+@sha256:[0-9a-f]{64}"),
    "*Jenkinsfile": (r"image\s+'([^']+)'", r".+@sha256:[0-9a-f]{64}"),
    "*devcontainer.json": (r'"image":\s*"([^"]+)"', r".+@sha256:[0-9a-f]{64}"),
    "*.pre-commit-config.yaml": (r"rev:\s*(\S+)", r"[0-9a-f]{40}"),
    "*Dockerfile": (r"(?m)^FROM\s+(\S+)", r".+@sha256:[0-9a-f]{64}"),
}


def files(pattern):
    listed = subprocess.run(["git", "ls-files", pattern], cwd=SEEDS, capture_output=True, text=True, check=True)
    return [SEEDS / name for name in listed.stdout.split()]


@pytest.mark.parametrize("pattern", REFERENCE)
def test_everything_that_ci_downloads_is_pinned_by_digest(pattern):
    expression, pinned = REFERENCE[pattern]
    found = {
        (path.relative_to(SEEDS).as_posix(), name)
        for path in files(pattern)
        for name in re.findall(expression, path.read_text())
    }
    assert found
    assert not {item for item in found if not re.fullmatch(pinned, item[1])}
