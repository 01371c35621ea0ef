"""A clone whose every push starts from the seed again: one fault at a time, and a good commit after it."""

import subprocess
from collections.abc import Callable, Mapping
from typing import Any

Edits = Mapping[str, Callable[[str], str]]


class Repository:
    """`checkout` is a fresh clone."""

    def __init__(self, checkout: Any) -> None:
        self._checkout = checkout
        self._seeded: dict[str, str] = {}

    def push(self, message: str, edits: Edits) -> str:
        """Push the seed with these edits, without those of earlier pushes. Returns the new head."""
        for name in edits.keys() - self._seeded.keys():
            self._seeded[name] = (self._checkout.folder / name).read_text()
        texts = {name: edits[name](text) if name in edits else text for name, text in self._seeded.items()}
        return self._checkout.commit(texts, message)

    def head(self) -> str:
        command = ["git", "-C", str(self._checkout.folder), "rev-parse", "HEAD"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def replaced(old: str, new: str) -> Callable[[str], str]:
    """An edit; what it looks for must be there."""

    def edit(text: str) -> str:
        assert old in text, f"the seed has no {old!r} any more"
        return text.replace(old, new)

    return edit
