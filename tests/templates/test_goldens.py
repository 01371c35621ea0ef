"""The templates render what was reviewed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.templates.rendered import TEMPLATES, text_of

GOLDEN = Path(__file__).parent.parent / "golden"
RENDER = "import sys; from tests.templates.rendered import text_of; sys.stdout.write(text_of(sys.argv[1]))"


@pytest.mark.parametrize("name", TEMPLATES)
def test_rendered_template_is_the_accepted_one(name: str) -> None:
    accepted = (GOLDEN / f"{name}.json").read_text(encoding="utf-8")
    assert text_of(name) == accepted, "review the difference, then accept it with `make golden`"


def test_every_golden_belongs_to_a_template() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(TEMPLATES)


@pytest.mark.parametrize("name", TEMPLATES)
def test_another_process_renders_the_same_bytes(name: str) -> None:
    rendered = subprocess.run([sys.executable, "-c", RENDER, name], capture_output=True, text=True, check=True)
    assert rendered.stdout == text_of(name)
