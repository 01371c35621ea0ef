"""pip-licenses, and npm's lock: what licence every locked dependency has, held against the allowed ones."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.configuration import Workspace
from scripts.gate.findings import Finding
from scripts.gate.locks import Pin, canonical, pins
from scripts.gate.tools import CHECKOUT, ENVIRONMENT, output, program

TOOL = "licences"
ENVIRONMENTS = (".venv", ".venv-sandbox", ".venv-seeds", ".venv-serving", ".venv-cli", ".venv-taskcat", ".venv-gate")
SOURCES = ("License-Expression", "License-Classifier", "License-Metadata")
Licences = Mapping[tuple[str, str], str]
"""By package and version; and by package and an empty version, for systems where another version is installed."""


@dataclass(frozen=True)
class Rules:
    """What licences.toml says."""

    allowed: frozenset[str]
    names: Mapping[str, str]
    packages: Mapping[str, str]


def scan(workspace: Workspace) -> Sequence[Finding]:
    """Every locked package with another licence, or with none that can be read."""
    rules, installed = _rules(), _installed()
    return [finding for pin in pins(workspace) for finding in _findings(pin, rules, installed)]


def is_allowed(licence: str, rules: Rules) -> bool:
    """Whether an expression allows it: each of what `AND` joins, one of what `OR` joins."""
    parts = re.split(r"\s+AND\s+|;\s*", licence)
    choices = ([rules.names.get(name, name) for name in _alternatives(part)] for part in parts)
    return all(any(name in rules.allowed for name in names) for names in choices)


def _alternatives(part: str) -> list[str]:
    if " OR " not in part:
        return [part.strip()]
    return [name.strip("() ") for name in re.split(r"\s+OR\s+", part)]


def _findings(pin: Pin, rules: Rules, installed: Licences) -> Iterator[Finding]:
    said = pin.licence or installed.get((pin.package, pin.version)) or installed.get((pin.package, ""), "")
    licence = said or rules.packages.get(pin.package, "")
    if not licence:
        text = "its licence cannot be read: name it in scripts/gate/licences.toml"
        yield Finding(TOOL, "unknown", pin.lock, pin.package, text)
    elif not is_allowed(licence, rules):
        yield Finding(TOOL, "not-allowed", pin.lock, pin.package, f"has the licence {licence[:120]}")


def _rules() -> Rules:
    content = tomllib.loads(Path(__file__).parents[1].joinpath("licences.toml").read_text(encoding="utf-8"))
    return Rules(frozenset(content["allowed"]), content["names"], content["packages"])


def _installed() -> dict[tuple[str, str], str]:
    """The licences of what is installed in the environments of the checkout."""
    found: dict[tuple[str, str], str] = {}
    for name in ENVIRONMENTS:
        python = CHECKOUT / name / "bin" / "python"
        if not python.exists():
            raise RuntimeError(f"{name} is not installed: its licences cannot be read")
        command = [program("pip-licenses"), "--python", python, "--format", "json", "--with-system", "--from", "all"]
        for package in json.loads(output(command, ENVIRONMENT)):
            licence = next((package[key] for key in SOURCES if _says_something(package[key])), "")
            key = canonical(package["Name"])
            found |= {(key, package["Version"]): licence, (key, ""): licence}
    return found


def _says_something(text: str) -> bool:
    """Some packages have the whole text of a licence where its name should be."""
    return text != "UNKNOWN" and "\n" not in text
