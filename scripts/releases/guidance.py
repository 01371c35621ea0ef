"""Edits `releases/guidance.yaml` and leaves people's own comments in it alone."""

from pathlib import Path

from ruamel.yaml import YAML

HEADER = """\
# yaml-language-server: $schema=../portfolios/schema/guidance.json
# What people should start with. `current`: launch it. `deprecated`: no new launches; projects can still be updated.
guidance: {}
"""


def mark_current(path: Path, product: str, version: str) -> None:
    """Adds a version as `current`; older ones keep what they have."""
    editor = YAML(typ="rt")
    editor.indent(mapping=2)
    content = editor.load(path.read_text(encoding="utf-8") if path.is_file() else HEADER)
    content["guidance"].fa.set_block_style()
    content["guidance"].setdefault(product, {})[version] = "current"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        editor.dump(content, file)
