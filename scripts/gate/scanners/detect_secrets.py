"""detect-secrets: passwords, keys and tokens in any file that git tracks."""

import json
from collections.abc import Sequence

from scripts.configuration import Workspace
from scripts.gate.findings import Finding
from scripts.gate.tools import output, program
from scripts.gate.tracked import tracked_files

TOOL = "detect-secrets"


def scan(workspace: Workspace) -> Sequence[Finding]:
    """Every line that looks like a secret; the text never repeats it."""
    files = [workspace.place(path) for path in tracked_files(workspace)]
    # Verifying a secret means using it: that needs a network, and is no business of a gate.
    answer = json.loads(output([program(TOOL), "--cores", "1", "scan", "--no-verify", *files], workspace.root))
    return [
        Finding(TOOL, found["type"], file, f"line {found['line_number']}", "looks like a secret")
        for file, several in answer["results"].items()
        for found in several
    ]
