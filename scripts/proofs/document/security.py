"""Writes the generated parts of docs/security.md: between a comment that names the part and the comment `end`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.proofs.document.controls import controls_table
from scripts.proofs.document.personas import personas_table
from scripts.proofs.document.role_table import roles_table
from scripts.proofs.document.tables import table
from scripts.proofs.statements import STATEMENTS
from scripts.proofs.world.world import World

PART = "<!-- generated: {0} -->\n\n{1}\n<!-- end -->"


DOCUMENTED = ("build-train-deploy", "batch-inference")
"""The products that have between them every role; of the first one, people's permissions are shown."""


def generated(worlds: Sequence[World]) -> dict[str, str]:
    """The parts by name, for the worlds of the documented products."""
    return {"statements": statements_table(), "personas": personas_table(worlds[0]), "roles": roles_table(worlds)}


def generated_controls(world: World, scanners: Path, suppressions: Path) -> dict[str, str]:
    """The part that comes from the environment of the scanners and the file of their exceptions."""
    kinds = {resource.kind for _, stack in world.stacks for resource in stack.resources.values()}
    known = tomllib.loads(suppressions.read_text(encoding="utf-8")) if suppressions.is_file() else {}
    excepted = [str(entry.get("rule")) for entries in known.values() for entry in entries]
    return {"controls": controls_table(scanners, kinds, excepted)}


def statements_table() -> str:
    """Assumptions are numbers of docs/assumptions.md."""
    rows = [(f"`{one.name}`", one.sentence, ", ".join(map(str, one.assumptions)) or "none") for one in STATEMENTS]
    return table(("statement", "what is proved", "rests on assumptions"), rows)


def written(text: str, parts: Mapping[str, str]) -> str:
    """The document with its generated parts as they are now."""
    for name, content in parts.items():
        pattern = re.escape(f"<!-- generated: {name} -->") + r".*?<!-- end -->"
        text = re.sub(pattern, lambda _, name=name, content=content: PART.format(name, content), text, flags=re.DOTALL)
    return text


def write_document(path: Path, parts: Mapping[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(written(text, parts), encoding="utf-8", newline="\n")
