"""cdk-nag of AWS, with its packs for NIST 800-53 revision 5 and for the Well-Architected practices of AWS Solutions."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from scripts.configuration import Workspace
from scripts.gate.findings import Finding
from scripts.gate.rendered import templates
from scripts.gate.tools import output, program

TOOL = "cdk-nag"


def scan(workspace: Workspace) -> Sequence[Finding]:
    """Every rule of the two packs that a resource breaks."""
    script = Path(__file__).with_suffix(".js")
    answer = json.loads(output([program("node"), script, *templates(workspace)], workspace.build_folder))
    return [_finding(found) for found in answer]


def _finding(found: dict[str, str]) -> Finding:
    """Of a rule with several findings for a resource, as `AwsSolutions-IAM5[Resource::arn:…]`, the kind is its name.

    The bare `*` is a kind of its own: it is no pattern within one service, and needs a reason of its own.
    """
    rule, _, detail = found["rule"].partition("[")
    kind = re.match(r"(\w+)::(\*\]$)?", detail)
    name = f"{rule}[{kind[1]}{'::*' if kind[2] else ''}]" if kind else rule
    text = f"{detail.removesuffix(']')} {found['text']}".strip()
    return Finding(TOOL, name, found["file"], found["resource"], text)
