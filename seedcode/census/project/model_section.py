"""Changes the section [model] of project.toml line by line, so that comments and order stay."""

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from support.errors import ConfigurationError

HEADER = re.compile(r"\s*\[")
MODEL = re.compile(r"\s*\[\s*model\s*\]\s*(#.*)?$")
SETTING = re.compile(r"\s*[^#\s].*=")


def with_model(text: str, settings: Mapping[str, Any]) -> str:
    """The text with these settings in [model]; a setting that is there already keeps its line and its comment."""
    lines = text.splitlines()
    places = [number for number, line in enumerate(lines) if MODEL.match(line)]
    start = places[0] if places else len(lines)
    if not places:
        lines += ["", "[model]"]
        start += 1
    after = (number for number in range(start + 1, len(lines)) if HEADER.match(lines[number]))
    end = next(after, len(lines))
    changed = "\n".join([*lines[: start + 1], *section(lines[start + 1 : end], settings), *lines[end:]]) + "\n"
    refuse_other_changes(text, changed, settings)
    return changed


def section(lines: list[str], settings: Mapping[str, Any]) -> list[str]:
    """The lines of the section; new settings follow the last one."""
    found = list(lines)
    for name, value in settings.items():
        line = re.compile(rf"(\s*{re.escape(name)}\s*=\s*)([^#]*?)(\s*#.*)?$")
        places = [number for number, each in enumerate(found) if line.match(each)]
        if places:
            found[places[0]] = line.sub(
                lambda old, new=value: f"{old[1]}{json.dumps(new)}{old[3] or ''}", found[places[0]]
            )
        else:
            last = max((number + 1 for number, each in enumerate(found) if SETTING.match(each)), default=0)
            found.insert(last, f"{name} = {json.dumps(value)}")
    return found


def refuse_other_changes(before: str, after: str, settings: Mapping[str, Any]) -> None:
    """The result has to be TOML in which these settings are the only difference."""
    wanted = tomllib.loads(before)
    wanted["model"] = {**wanted.get("model", {}), **settings}
    try:
        found = tomllib.loads(after)
    except tomllib.TOMLDecodeError:
        found = {}
    if found != wanted:
        raise ConfigurationError("project.toml [model]", "is written in a way that cannot be changed here", "edit it")
