"""The result of a command in one line: its build exports it as OUTCOME, and the message about the build shows it."""

from collections.abc import Sequence
from pathlib import Path

LONGEST = 300


def write(folder: Path, done: str, problems: Sequence[str]) -> None:
    """`outcome.txt` in the folder: how many checks failed and the first one, or what was done."""
    others = f" (and {len(problems) - 1} more)" if problems[1:] else ""
    text = f"failed{others}: {problems[0]}" if problems else done
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "outcome.txt").write_text(in_one_line(text) + "\n", encoding="utf-8")


def in_one_line(text: str) -> str:
    """Without the signs that a message could not carry."""
    return " ".join(text.replace('"', "'").replace("\\", "/").split())[:LONGEST]
