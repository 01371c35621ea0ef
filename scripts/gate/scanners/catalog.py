"""The catalog's own rules, over every template and the endpoints that the release code writes."""

from collections.abc import Sequence

from scripts.configuration import Workspace
from scripts.gate.findings import Finding
from scripts.gate.loading import catalog_templates, endpoint_bodies
from scripts.gate.rules import findings


def scan(workspace: Workspace) -> Sequence[Finding]:
    """What the rules find in every template."""
    templates = catalog_templates(endpoint_bodies(workspace.root))
    return [finding for template in templates for finding in findings(template)]
