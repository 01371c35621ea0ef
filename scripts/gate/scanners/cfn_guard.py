"""cfn-guard of AWS, with the proactive controls of Control Tower and the rules of AWS's Guard registry."""

import json
import platform
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scripts.configuration import Workspace
from scripts.gate.findings import Finding
from scripts.gate.rendered import resolved_templates
from scripts.gate.tools import ENVIRONMENT, PACKAGES, output

TOOL = "cfn-guard"
PACKAGE = PACKAGES / "@cdklabs" / "cdk-validator-cfnguard"
REGISTRY = "lib/python3*/site-packages/awslabs/aws_iac_mcp_server/data/default_guard_rules.guard"
SYSTEMS = {"Linux": "ubuntu", "Darwin": "macos"}
PROCESSORS = {"arm64": "aarch64"}
PASSED, FAILED = 0, 19


def scan(workspace: Workspace) -> Sequence[Finding]:
    """Every rule that a template does not comply with, once for each resource."""
    rules = [part for path in _rules() for part in ("--rules", path)]
    data = [part for path in resolved_templates(workspace) for part in ("--data", path)]
    form = ("--structured", "--output-format", "json", "--show-summary", "none")
    answer = json.loads(output([_program(), "validate", *rules, *data, *form], workspace.root, (PASSED, FAILED)))
    return [finding for report in answer for finding in _findings(report)]


def _program() -> Path:
    machine = platform.machine()
    return PACKAGE / "bin" / SYSTEMS[platform.system()] / PROCESSORS.get(machine, machine) / "cfn-guard"


def _rules() -> list[Path]:
    registry = list(ENVIRONMENT.glob(REGISTRY))
    if not registry:
        raise RuntimeError("the rules of the Guard registry are not installed")
    return [PACKAGE / "rules" / "control-tower", *registry]


def _findings(report: dict[str, Any]) -> Iterator[Finding]:
    for broken in report["not_compliant"]:
        rule, message = _rule(broken["Rule"])
        for resource in sorted(set(_resources(broken))) or [""]:
            yield Finding(TOOL, rule, Path(report["name"]).name, resource, message)


def _rule(rule: dict[str, Any]) -> tuple[str, str]:
    """The control's identifier, as `CT.S3.PR.2`, or else the rule's name; and the first message that it has."""
    message = next(_messages(rule), "not compliant")
    control = re.match(r"\[(CT\.[\w.]+)\]:?\s*(.*)", message, re.DOTALL)
    return (control[1], " ".join(control[2].split())) if control else (rule["name"], " ".join(message.split()))


def _messages(node: Any) -> Iterator[str]:
    for value in _within(node, "custom_message"):
        if isinstance(value, str) and value.strip():
            yield value.strip()


def _resources(node: Any) -> Iterator[str]:
    for value in _within(node, "path"):
        found = re.match(r"/Resources/([^/]+)", str(value))
        if found:
            yield found[1]


def _within(node: Any, key: str) -> Iterator[Any]:
    """Every value under a key, at any depth."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield value
            yield from _within(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from _within(value, key)
