"""zizmor: what an attacker could use in workflow files of GitHub Actions, judged as by an auditor."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from scripts.configuration import Workspace
from scripts.gate.findings import Finding
from scripts.gate.tools import output, program
from scripts.gate.tracked import workflows

TOOL = "zizmor"
QUIET = ("--offline", "--no-progress", "--no-config", "--format", "json", "--persona", "auditor", "--no-exit-codes")


def scan(workspace: Workspace) -> Sequence[Finding]:
    """Every finding of every audit that needs no network."""
    files = workflows(workspace)
    if not files:
        return []
    answer = json.loads(output([program(TOOL), *QUIET, *map(workspace.place, files)], workspace.root))
    return [finding for found in answer for finding in _findings(found)]


def _findings(found: dict[str, Any]) -> Iterator[Finding]:
    for location in found["locations"]:
        if location["symbolic"]["kind"] == "Primary":
            file = location["symbolic"]["key"]["Local"]["verbatim_path"]
            line = location["concrete"]["location"]["start_point"]["row"] + 1
            text = f"{found['desc']}: {location['symbolic']['annotation']}"
            yield Finding(TOOL, found["ident"], file, f"line {line}", text)
