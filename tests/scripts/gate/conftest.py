"""Checkouts with a planted defect, for one scanner at a time."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.configuration import Workspace
from scripts.gate.rendered import fill_in

Resources = dict[str, Any]


@pytest.fixture
def with_template(tmp_path: Path) -> Callable[[Resources], Workspace]:
    """A checkout whose one rendered template, `planted.json`, has these resources."""

    def make(resources: Resources, **more: Any) -> Workspace:
        folder = tmp_path / "build" / "templates"
        folder.mkdir(parents=True)
        template = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources, **more}
        (folder / "planted.json").write_text(json.dumps(template, indent=1))
        workspace = Workspace(tmp_path)
        fill_in(workspace)
        return workspace

    return make


@pytest.fixture
def with_files(tmp_path: Path) -> Callable[[dict[str, str]], Workspace]:
    """A checkout in which git tracks these files."""

    def make(files: dict[str, str]) -> Workspace:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
        subprocess.run(["git", "add", "-A"], cwd=tmp_path, check=True)
        return Workspace(tmp_path)

    return make
