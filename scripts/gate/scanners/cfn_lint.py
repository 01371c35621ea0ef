"""cfn-lint, in the regions of every environment, down to its informational rules."""

from collections.abc import Sequence
from pathlib import Path

from scripts.configuration import Workspace
from scripts.gate.findings import Finding
from scripts.gate.rendered import templates
from scripts.releases.lint import lint_template, regions_of


def scan(workspace: Workspace) -> Sequence[Finding]:
    """What cfn-lint says of every template."""
    regions = regions_of(workspace)
    return [finding for path in templates(workspace) for finding in _findings(path, regions)]


def _findings(path: Path, regions: tuple[str, ...]) -> list[Finding]:
    found = lint_template(path, regions)
    return [Finding("cfn-lint", each.rule, path.name, each.resource, each.message) for each in found]
