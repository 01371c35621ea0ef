"""detect-secrets: passwords, keys and tokens in any file that git tracks."""

import json
from collections.abc import Sequence

from scripts.configuration import Workspace
from scripts.gate.findings import Finding
from scripts.gate.tools import output, program
from scripts.gate.tracked import tracked_files

TOOL = "detect-secrets"


def scan(workspace: Workspace) -> Sequence[Finding]:
    """Whatever looks like a secret, under the start of its hash: an exception is for one text, not for a file."""
    files = [workspace.place(path) for path in tracked_files(workspace)]
    # Verifying a secret means using it: that needs a network, and is no business of a gate.
    answer = json.loads(output([program(TOOL), "--cores", "1", "scan", "--no-verify", *files], workspace.root))
    return [
        Finding(
            TOOL, found["type"], file, found["hashed_secret"][:8], f"line {found['line_number']} looks like a secret"
        )
        for file, several in answer["results"].items()
        for found in several
    ]
