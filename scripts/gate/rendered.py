"""The templates that the scanners read: rendered once, as files."""

import json
from pathlib import Path
from typing import Any

from scripts.configuration import Workspace
from scripts.releases.render import write_templates


def templates(workspace: Workspace) -> tuple[Path, ...]:
    """Every rendered template."""
    return tuple(sorted((workspace.build_folder / "templates").glob("*.json")))


def resources(path: Path) -> dict[str, dict[str, Any]]:
    """The resources of a template by logical id."""
    return json.loads(path.read_text(encoding="utf-8"))["Resources"]


def render(workspace: Workspace) -> None:
    """Renders every template once; a file that is no longer rendered goes."""
    fresh = set(write_templates(workspace))
    for path in set(templates(workspace)) - fresh:
        path.unlink()
