"""Differences between two templates that are about no portfolio or product."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from templates.catalog.reading import unread, values

LONGEST_VALUE, CONTEXT = 60, 20


@dataclass(frozen=True)
class StackDiffers:
    """A stack whose content has no sentences of its own; `exists` is False for one that is not there yet."""

    title: str
    exists: bool

    @property
    def sentence(self) -> str:
        return f"{'~' if self.exists else '+'} {self.title}"


@dataclass(frozen=True)
class PartEdited:
    """A part of the template that no other difference is about; None stands for a side that does not have it."""

    place: str
    old: Any
    new: Any

    @property
    def sentence(self) -> str:
        return f"~ {edit(self.place, self.old, self.new)}"


@dataclass(frozen=True)
class ResourceRemoved:
    """A resource that no other difference is about."""

    place: str
    kind: str

    @property
    def sentence(self) -> str:
        return f"- {self.place} ({self.kind})"


def unread_differences(new: Mapping[str, Any], old: Mapping[str, Any]) -> Iterator[PartEdited | ResourceRemoved]:
    """What differs where one of the templates is not as `catalog` writes it, so that no difference is left out."""
    after, before = values(new), values(old)
    removed = old.get("Resources", {}).keys() - new.get("Resources", {}).keys()
    for place in sorted(unread(new) | unread(old)):
        if after.get(place) == before.get(place):
            continue
        if place[0] != "Resources" or place[1] not in removed:
            yield PartEdited(" ".join(place[-2:]), before.get(place), after.get(place))
        elif place[2:] == ("Type",):
            yield ResourceRemoved(place[1], before[place])


def edit(what: str, old: Any, new: Any) -> str:
    """Both sides; of long values the part in which they begin to differ."""
    texts = [_text(old), _text(new)]
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
    start = max(shared - CONTEXT, 0) if max(map(len, texts)) > LONGEST_VALUE else 0
    before, after = (_excerpt(text, start) for text in texts)
    return f"{what}: {after} (was {before})"


def _excerpt(text: str, start: int) -> str:
    end = start + LONGEST_VALUE
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"


def _text(value: Any) -> str:
    return "not set" if value in (None, "") else json.dumps(value, ensure_ascii=False)
