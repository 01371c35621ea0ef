"""checkov: the rules of its policy library for CloudFormation, which read policies and single properties."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scripts.configuration import Workspace
from scripts.gate.findings import Finding
from scripts.gate.rendered import resolved_templates
from scripts.gate.tools import output, program

TOOL = "checkov"
QUIET = ("--framework", "cloudformation", "--output", "json", "--compact", "--quiet", "--skip-download", "--soft-fail")


def scan(workspace: Workspace) -> Sequence[Finding]:
    """Every check that a resource fails."""
    files = [part for path in resolved_templates(workspace) for part in ("--file", path)]
    answer = json.loads(output([program(TOOL), *QUIET, *files], workspace.root))
    summary = answer.get("summary", answer)
    if summary["parsing_errors"] or not summary["resource_count"]:
        raise RuntimeError(f"checkov could not read every template: {summary}")
    return [_finding(check) for check in answer.get("results", {}).get("failed_checks", [])]


def _finding(check: dict[str, Any]) -> Finding:
    resource = check["resource"].rpartition(".")[2]
    return Finding(TOOL, check["check_id"], Path(check["file_path"]).name, resource, check["check_name"])
