"""detect-secrets: passwords, keys and tokens in any file that git tracks."""

import json
from collections.abc import Sequence
from pathlib import PurePath

from scripts.configuration import Workspace
from scripts.gate.findings import Finding
from scripts.gate.tools import output, program
from scripts.gate.tracked import tracked_files

TOOL = "detect-secrets"
DIGESTS = (
    "releases/*/*/proof.json",
    "releases/*/*/release.yaml",
    "releases/*/*/sbom.cdx.json",
    "seedcode/*/project/written.json",
)
"""Written by `make release` and `make seeds-sync`: names and digests of files that are scanned themselves."""
AS_DIGESTS = {"Base64 High Entropy String", "Hex High Entropy String", "Telegram Bot Token"}
"""What a name and its digest are taken for. A Telegram token is a number, a colon and 35 letters and digits."""


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
        if not (found["type"] in AS_DIGESTS and has_digests(file))
    ]


def has_digests(place: str) -> bool:
    """Whether a file is one of digests, which look like keys."""
    return any(PurePath(place).match(pattern) for pattern in DIGESTS)
