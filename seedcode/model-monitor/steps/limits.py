"""From which difference on something is said: the section [limits] of monitor.toml."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from errors import MonitorError

FILE = "monitor.toml"


@dataclass(frozen=True)
class Limits:
    """`false_alarms` is the chance that a run alarms though nothing changed, over all of its tests together.

    The others are how large a difference has to be before it matters, however certain it is: a large sample makes
    every difference certain.
    """

    false_alarms: float = 0.001
    distance: float = 0.1
    stability: float = 0.1
    missing: float = 0.02
    new_values: float = 0.01
    separation: float = 0.6
    quality_loss: float = 0.05
    selection_ratio: float = 0.8
    importance: float = 0.9
    fewest_rows: int = 200
    fewest_labels: int = 200
    unreadable: float = 0.01


def read_limits(folder: Path) -> Limits:
    """Raises MonitorError for a name that is none of these, or a value that is no number."""
    file = folder / FILE
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8")).get("limits", {})
    except tomllib.TOMLDecodeError as error:
        raise MonitorError(f"{FILE}: {error}") from error
    known = {field.name for field in fields(Limits)}
    for name, value in given.items():
        if name not in known:
            raise MonitorError(f"{FILE}, [limits]: `{name}` is none of {', '.join(sorted(known))}")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
            raise MonitorError(f"{FILE}, [limits] {name}: `{value}` is no number from 0 on")
    return Limits(**given)
