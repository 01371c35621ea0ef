"""shellcheck: the commands of every buildspec, in templates and files, and every shell file that git tracks."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml import YAML

from scripts.configuration import Workspace
from scripts.gate.findings import Finding
from scripts.gate.rendered import read, resolved_templates
from scripts.gate.tools import output, program
from scripts.gate.tracked import tracked_files

if TYPE_CHECKING:
    from pathlib import Path

TOOL = "shellcheck"
CLEAN, FOUND = 0, 1
PHASES = ("install", "pre_build", "build", "post_build")
# CodeBuild runs commands in `sh` unless the buildspec names a shell (AWS CodeBuild User Guide, "Build specification
# reference", env/shell).
DEFAULT_SHELL = "sh"


class Script(NamedTuple):
    """Commands as one shell would run them, and where they come from."""

    file: str
    resource: str
    text: str


def scan(workspace: Workspace) -> Sequence[Finding]:
    """Every warning and remark on every script."""
    return [finding for script in scripts(workspace) for finding in _findings(script, workspace)]


def scripts(workspace: Workspace) -> Iterator[Script]:
    """All scripts of the checkout. CodeBuild runs the commands of all phases one after the other."""
    for path in resolved_templates(workspace):
        for name, buildspec in _buildspecs(read(path)):
            yield Script(path.name, name, _commands(buildspec))
    for path in tracked_files(workspace):
        text = path.read_text(encoding="utf-8", errors="ignore")
        if path.name.endswith(("buildspec.yml", "buildspec.yaml")):
            yield Script(workspace.place(path), "", _commands(text))
        elif path.suffix == ".sh" or _first_line_names_a_shell(text):
            yield Script(workspace.place(path), "", text)


def _buildspecs(template: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::CodeBuild::Project":
            buildspec = str(resource["Properties"]["Source"].get("BuildSpec", ""))
            if "\n" in buildspec:  # a single line is the name of a file in the repository
                yield name, buildspec


def _commands(buildspec: str) -> str:
    content = YAML(typ="safe").load(buildspec)
    shell = content.get("env", {}).get("shell", DEFAULT_SHELL)
    phases = (content.get("phases", {}).get(name) or {} for name in PHASES)
    lines = [command for phase in phases for key in ("commands", "finally") for command in phase.get(key) or []]
    # Each command follows the one before even if that one failed: nothing after `exit` or `cd` is out of reach.
    return "\n".join([f"#!/bin/{shell}", *map(str, lines), ""])


def _first_line_names_a_shell(text: str) -> bool:
    first = text.partition("\n")[0]
    return first.startswith("#!") and first.split()[-1].rpartition("/")[2] in {"sh", "bash"}


def _findings(script: Script, workspace: Workspace) -> Iterator[Finding]:
    command: list[str | Path] = [program(TOOL), "--format", "json", "--severity", "style", "--norc", "-"]
    lines = script.text.splitlines()
    for found in json.loads(output(command, workspace.root, (CLEAN, FOUND), stdin=script.text)):
        text = f"{found['message']} In: {lines[found['line'] - 1].strip()}"
        yield Finding(TOOL, f"SC{found['code']}", script.file, script.resource, text)
