"""Rules for values that people write into JSON files; an error names file, field, rule and value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deployment.settings import ReleaseError

LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Number:
    """A number from `least` to `most`."""

    least: float
    most: float
    whole: bool = True

    def __str__(self) -> str:
        return f"a {'whole ' if self.whole else ''}number from {self.least} to {self.most}"

    def holds(self, value: Any) -> bool:
        kinds = int if self.whole else (int, float)
        return isinstance(value, kinds) and not isinstance(value, bool) and self.least <= value <= self.most


@dataclass(frozen=True)
class OneOf:
    """One of some values."""

    values: tuple[Any, ...]

    def __str__(self) -> str:
        return f"one of {', '.join(map(str, self.values))}"

    def holds(self, value: Any) -> bool:
        return not isinstance(value, bool) and value in self.values


@dataclass(frozen=True)
class Text:
    """A text of a form, which `words` describe."""

    pattern: str
    words: str

    def __str__(self) -> str:
        return self.words

    def holds(self, value: Any) -> bool:
        return isinstance(value, str) and re.fullmatch(self.pattern, value) is not None


Rule = Number | OneOf | Text
Rules = Mapping[str, "Rule | Rules"]


def check(file: str, document: Mapping[str, Any], rules: Rules, parent: str = "") -> None:
    """Every field is known and keeps its rule; a field that is left out has its default."""
    for name, value in document.items():
        field = f"{parent}{name}"
        if name not in rules:
            raise ReleaseError(f"{file}: unknown field `{shown(field)}`: use {', '.join(rules)}")
        rule = rules[name]
        if isinstance(rule, Mapping):
            if not isinstance(value, dict):
                raise ReleaseError(f"{file}: `{field}` must be an object with {', '.join(rule)}")
            check(file, value, rule, f"{field}.")
        else:
            require(file, field, rule, value)


def require(file: str, field: str, rule: Rule, value: Any) -> None:
    if not rule.holds(value):
        raise ReleaseError(f"{file}: `{field}` must be {rule}, not {shown(value)}")


def shown(value: Any) -> str:
    text = repr(value) if not isinstance(value, str) else value
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
