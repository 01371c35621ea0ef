"""What the days are like that a model learnt from, kept with it: those of the next training are compared with them."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from recipe import recipe
from shown import shown_configuration, shown_rows
from support.configuration import Configuration
from support.profile import drift, profile

FILE = "profile.json"


def save_profile(table: pd.DataFrame, configuration: Configuration, folder: Path) -> None:
    made = recipe(configuration)
    found = profile(shown_rows(table, made), shown_configuration(configuration, made))
    (folder / FILE).write_text(json.dumps(found), encoding="utf-8")


def read_profile(folder: Path) -> dict[str, Any]:
    return json.loads((folder / FILE).read_text(encoding="utf-8"))


def earlier_profile(folder: Path, now: dict[str, Any]) -> dict[str, Any] | None:
    """That of production's model, None if it cannot be compared: others may have written it."""
    try:
        before = read_profile(folder)
        drift(before, now)
    except Exception:
        return None
    return before
