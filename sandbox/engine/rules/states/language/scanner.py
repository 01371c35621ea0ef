"""Reads a text from left to right, for the small grammars of the States Language."""

import re
from collections.abc import Callable
from typing import Any

_BLANKS = re.compile(r"\s*")


class SyntaxProblemError(Exception):
    """A text is not of the grammar."""


class Scanner:
    """A text and a place in it."""

    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0

    def rest(self) -> str:
        return self.text[self.place :]

    def is_at_end(self) -> bool:
        return self.place >= len(self.text)

    def take(self, expected: str) -> bool:
        """Go past a text if it is here."""
        found = self.text.startswith(expected, self.place)
        self.place += len(expected) if found else 0
        return found

    def require(self, expected: str) -> None:
        if not self.take(expected):
            raise SyntaxProblemError(f"{expected} expected at {self.rest() or 'the end'} of {self.text}")

    def looks_like(self, pattern: str) -> bool:
        return re.compile(pattern).match(self.text, self.place) is not None

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Go past what matches, if it does."""
        found = pattern.match(self.text, self.place)
        if found:
            self.place = found.end()
        return found

    def expect(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = self.match(pattern)
        if not found:
            raise SyntaxProblemError(f"{self.rest() or 'the end'} of {self.text} is not as expected")
        return found

    def skip_blanks(self) -> None:
        self.match(_BLANKS)

    def finish(self) -> None:
        self.skip_blanks()
        if not self.is_at_end():
            raise SyntaxProblemError(f"{self.rest()} is too much in {self.text}")


def is_read_by(read: Callable[[str], object], begin: str, text: Any) -> bool:
    """Whether something is a text that begins so and that a reader of the grammar takes."""
    if not isinstance(text, str) or not text.startswith(begin):
        return False
    try:
        read(text)
    except SyntaxProblemError:
        return False
    return True
