"""What holds for every rule: registered, tested, explained, and silent on the catalog's own templates."""

import ast
from functools import cache
from pathlib import Path

import pytest

from scripts.gate.findings import Finding
from scripts.gate.loading import catalog_templates, endpoint_bodies
from scripts.gate.rules import MODULES, RULES, findings

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
FOLDER = ROOT / "scripts" / "gate" / "rules"


@cache
def found() -> frozenset[Finding]:
    loaded = catalog_templates(endpoint_bodies(ROOT))
    return frozenset(finding for template in loaded for finding in findings(template))


def test_every_file_is_registered_and_has_a_test_file() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert {module.__name__.rpartition(".")[2] for module in MODULES} == files
    assert {f"test_{name}.py" for name in files} <= {path.name for path in HERE.glob("test_*.py")}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_every_rule_opens_with_what_it_holds(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("rule", RULES)
def test_the_catalog_s_own_templates_break_no_rule(rule: str) -> None:
    assert [finding.sentence for finding in sorted(found()) if finding.rule == rule] == []
