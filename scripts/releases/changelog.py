"""Writes what changed in a version under its heading in CHANGELOG.md, below what people wrote there."""

from collections.abc import Iterable
from pathlib import Path

HEADING, UNRELEASED = "## ", "## Unreleased"


def write_differences(path: Path, title: str, introduction: str, lines: Iterable[str]) -> None:
    """Adds an introduction and a list to the section of `title`, such as `build-train 1.1.0`.

    A section that is not there yet is made above the others, below `Unreleased`.
    """
    text = path.read_text(encoding="utf-8") if path.is_file() else "# Changelog\n"
    before, section, after = _split(text.rstrip("\n").split("\n"), f"{HEADING}{title}")
    people = "\n".join(section).rstrip("\n")
    written = [people, "", introduction, "", *(f"- {line}" for line in lines)]
    parts = ["\n".join(part).strip("\n") for part in (before, written, after)]
    path.write_text("\n\n".join(part for part in parts if part) + "\n", encoding="utf-8", newline="\n")


def _split(lines: list[str], heading: str) -> tuple[list[str], list[str], list[str]]:
    """The lines before a section, those of it, those after it; a new section has only its heading."""
    starts = [number for number, line in enumerate(lines) if line.startswith(HEADING)]
    start = next((number for number in starts if lines[number] == heading), None)
    if start is not None:
        end = next((number for number in starts if number > start), len(lines))
        return lines[:start], lines[start:end], lines[end:]
    place = next((number for number in starts if lines[number] != UNRELEASED), len(lines))
    return lines[:place], [heading], lines[place:]
