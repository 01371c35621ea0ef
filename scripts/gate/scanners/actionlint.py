"""actionlint: errors in workflow files of GitHub Actions, of syntax, types and expressions."""

import json
from collections.abc import Sequence
from pathlib import Path

from scripts.configuration import Workspace
from scripts.gate.findings import Finding
from scripts.gate.tools import output, program
from scripts.gate.tracked import workflows

TOOL = "actionlint"


def scan(workspace: Workspace) -> Sequence[Finding]:
    """Every error in a workflow file."""
    files = workflows(workspace)
    if not files:
        return []
    found = json.loads(output([program("node"), Path(__file__).with_suffix(".js"), *files], workspace.root))
    return [
        Finding(TOOL, each["kind"], workspace.place(Path(each["file"])), f"line {each['line']}", each["message"])
        for each in found
    ]
