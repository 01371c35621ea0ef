"""What the lock files pin."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scripts.configuration import Workspace
from scripts.gate.tracked import tracked_files


class Pin(NamedTuple):
    """One package of a lock file. `licence` is what the lock itself says of it, as those of npm do."""

    lock: str
    package: str
    version: str
    licence: str = ""


def pins(workspace: Workspace) -> Iterator[Pin]:
    """Every package of every lock file that git tracks."""
    for path in tracked_files(workspace):
        place = workspace.place(path)
        if path.suffix == ".lock":
            yield from _python(place, path)
        elif path.name == "package-lock.json":
            yield from _node(place, path)


def canonical(name: str) -> str:
    """The form in which a Python package is looked up (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _python(place: str, path: Path) -> Iterator[Pin]:
    for found in re.finditer(r"^([\w.-]+)==([^\s;\\]+)", path.read_text(encoding="utf-8"), re.MULTILINE):
        yield Pin(place, canonical(found[1]), found[2])


def _node(place: str, path: Path) -> Iterator[Pin]:
    for name, package in json.loads(path.read_text(encoding="utf-8"))["packages"].items():
        if name:  # the entry without a name is the lock's own package
            yield Pin(place, name.rpartition("node_modules/")[2], package["version"], package.get("license", ""))
