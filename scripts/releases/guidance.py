"""Edits `portfolios/releases/index.yaml` and leaves people's own comments in it alone."""

from pathlib import Path

from ruamel.yaml import YAML

HEADER = """\
# yaml-language-server: $schema=../schema/index.json
# What people should start with. `current`: launch it. `deprecated`: no new launches; projects can still be updated.
guidance: {}
"""


def mark_current(path: Path, product: str, version: str) -> None:
    """Adds a version as `current`; what the file says of older ones stays as it is."""
    editor = YAML(typ="rt")
    editor.indent(mapping=2)
    content = editor.load(path.read_text(encoding="utf-8") if path.is_file() else HEADER)
    content["guidance"].fa.set_block_style()
    content["guidance"].setdefault(product, {})[version] = "current"
    with path.open("w", encoding="utf-8") as file:
        editor.dump(content, file)
