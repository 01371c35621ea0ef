"""Whether a person has changed project.toml or schema.json since a program wrote them."""

import hashlib
import json
import shutil
from pathlib import Path

from project.configuration import SCHEMA, SETTINGS

WRITTEN = "project/written.json"  # the digest of each file, as it was written


def digest(file: Path) -> str:
    """Of the text, whatever the ends of its lines are."""
    text = file.read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(text).hexdigest()


def edited(root: Path) -> list[str]:
    """The files that a person has changed."""
    file = root / WRITTEN
    written = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    present = [name for name in (SETTINGS, SCHEMA) if (root / name).exists()]
    return [name for name in present if digest(root / name) != written.get(name)]


def record(root: Path) -> None:
    digests = {name: digest(root / name) for name in (SETTINGS, SCHEMA)}
    (root / WRITTEN).write_text(f"{json.dumps(digests, indent=1)}\n", encoding="utf-8")


def keep(root: Path, folder: Path) -> None:
    """A copy of what is about to be replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (SETTINGS, SCHEMA):
        if (root / name).exists():
            shutil.copyfile(root / name, folder / name)
