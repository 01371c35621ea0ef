"""Measures the gate with every mutant of the checkout, and writes the report."""

from scripts.configuration import Workspace
from scripts.gate.loading import catalog_templates, endpoint_bodies
from scripts.gate.mutation.mutants import mutants
from scripts.gate.mutation.report import MutationReport
from scripts.gate.mutation.run import all_outcomes


def measure(workspace: Workspace) -> MutationReport:
    """Writes `docs/gate/mutation.md` and `.json`, and to the build folder the rules of every single mutant."""
    found = list(mutants(catalog_templates(endpoint_bodies(workspace.root))))
    report = MutationReport(all_outcomes(found))
    folder = workspace.root / "docs" / "gate"
    folder.mkdir(parents=True, exist_ok=True)
    workspace.build_folder.mkdir(parents=True, exist_ok=True)
    (folder / "mutation.md").write_text(report.page(), encoding="utf-8", newline="\n")
    (folder / "mutation.json").write_text(report.document(), encoding="utf-8", newline="\n")
    (workspace.build_folder / "mutation.json").write_text(report.details(), encoding="utf-8", newline="\n")
    return report
