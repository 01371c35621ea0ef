"""The report in docs/gate: that of this checkout, and of what escaped."""

import json
from pathlib import Path

from scripts.gate.loading import catalog_templates, endpoint_bodies
from scripts.gate.mutation.mutants import mutants
from scripts.gate.mutation.report import MutationReport, names_digest
from scripts.gate.mutation.run import Outcome

ROOT = Path(__file__).resolve().parents[4]
REPORT = ROOT / "docs" / "gate" / "mutation.json"


def test_the_report_is_that_of_these_templates() -> None:
    """After a change of templates or operators: make mutation."""
    recorded = json.loads(REPORT.read_text(encoding="utf-8"))
    names = [mutant.name for mutant in mutants(catalog_templates(endpoint_bodies(ROOT)))]
    assert recorded["mutants"] == len(names)
    assert recorded["names"] == names_digest(names)


def test_no_mutant_escapes() -> None:
    recorded = json.loads(REPORT.read_text(encoding="utf-8"))
    assert recorded["escaped"] == []
    rows = [row for places in recorded["operators"].values() for row in places.values()]
    assert sum(row["mutants"] for row in rows) == recorded["mutants"]


def test_an_escape_is_listed_by_its_name() -> None:
    first, second = list(mutants(catalog_templates({})))[:2]
    report = MutationReport((Outcome(first, ()), Outcome(second, ("bucket", "key"))))
    assert report.escaped == (first.name,)
    assert report.sentence == "1 of 2 mutants caught, by 2 rules"
    assert json.loads(report.document())["escaped"] == [first.name]
    assert f"- {first.name}" in report.page()
