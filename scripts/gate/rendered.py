"""The templates that the scanners read: rendered once, as files, as they are and with their functions filled in."""

import json
import shutil
from pathlib import Path
from typing import Any

from scripts.configuration import Workspace
from scripts.gate.resolved import resolved
from scripts.releases.render import write_templates


def templates(workspace: Workspace) -> tuple[Path, ...]:
    """Every rendered template."""
    return tuple(sorted((workspace.build_folder / "templates").glob("*.json")))


def resolved_templates(workspace: Workspace) -> tuple[Path, ...]:
    """The same with example values for functions: most rules skip what they cannot read, a whole `Fn::If` too."""
    folder = workspace.build_folder / "resolved"
    return tuple(sorted(folder.glob("*.json")))


def read(path: Path) -> dict[str, Any]:
    """A template."""
    return json.loads(path.read_text(encoding="utf-8"))


def render(workspace: Workspace) -> None:
    """Renders every template once; a file that is no longer rendered goes."""
    fresh = set(write_templates(workspace))
    for path in set(templates(workspace)) - fresh:
        path.unlink()
    fill_in(workspace)


def fill_in(workspace: Workspace) -> None:
    """Writes the rendered templates with their functions filled in."""
    folder = workspace.build_folder / "resolved"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in templates(workspace):
        template = read(path)
        filled = {**template, "Resources": resolved(template["Resources"], template)}
        (folder / path.name).write_text(json.dumps(filled, indent=1), encoding="utf-8")
