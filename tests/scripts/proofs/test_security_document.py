"""docs/security.md says what the templates do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.configuration import Workspace
from scripts.proofs.document.role_table import WHY, roles_without_reason
from scripts.proofs.document.security import DOCUMENTED, generated, generated_controls, written
from scripts.proofs.prove import SCANNERS, suppressions_path
from scripts.proofs.statements import STATEMENTS
from scripts.proofs.world.world import Texts, World

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "security.md"


@pytest.fixture(scope="session")
def documented(texts: Texts, worlds: Callable[[str, Texts], World]) -> list[World]:
    return [worlds(name, texts) for name in DOCUMENTED]


def test_the_generated_parts_are_those_of_the_code(documented: list[World]) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert written(text, generated(documented)) == text, "run make security"


def test_the_table_of_controls_is_that_of_the_scanners(documented: list[World], workspace: Workspace) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    controls = generated_controls(documented[0], workspace.root / SCANNERS, suppressions_path(workspace))
    assert written(text, controls) == text, "run make security"


def test_every_role_has_a_reason(documented: list[World]) -> None:
    assert roles_without_reason(documented) == set()


def test_every_reason_is_that_of_a_role() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [name for name in WHY if f"| `{name}` |" not in text] == []


def test_every_threat_names_statements_that_are_proved() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    threats = text.partition("## What is proved")[0]
    named = {
        word for line in threats.splitlines() if line.startswith("| ") for word in line.split("|")[4].split("`")[1::2]
    }
    assert named == {statement.name for statement in STATEMENTS}
