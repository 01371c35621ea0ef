"""Why answers differ from AWS's: a sentence per kind of difference, kept in `docs/agreement/reasons.toml`."""

import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from scripts.agreement.verdict import WRONG
from scripts.errors import ConfigurationError


@dataclass(frozen=True)
class Reasons:
    """Sentences by pattern, which is `service:Operation place` with `*`; `used` has the patterns that applied."""

    sentences: dict[str, str]
    used: set[str] = field(default_factory=set)

    def of(self, operation: str, path: str, how: str) -> str | None:
        """The sentence for a difference; one in what is accepted or refused must be named in full."""
        place = f"{operation} {path}".strip()
        for pattern, sentence in self.sentences.items():
            if pattern == place or (how not in WRONG and fnmatchcase(place, pattern)):
                self.used.add(pattern)
                return sentence
        return None

    def unused(self) -> list[str]:
        return [pattern for pattern in self.sentences if pattern not in self.used]


def read_reasons(path: Path) -> Reasons:
    """The reasons of a file of `"pattern" = "sentence"`.

    Raises:
        ConfigurationError: an entry that is not a pattern with a sentence.

    """
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    wrong = [name for name, sentence in found.items() if not isinstance(sentence, str)]
    if wrong:
        raise ConfigurationError(f"{path.name}: {wrong[0]} has no sentence", hint='write "pattern" = "sentence"')
    return Reasons(found)
