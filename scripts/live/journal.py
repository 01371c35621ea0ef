"""What a run has begun, made, removed and been answered: one line each, on disk before it happens."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RUN, ASKS, MAKES, REMOVED, ANSWERED, ENDED = "run", "asks", "makes", "removed", "answered", "ended"


@dataclass(frozen=True)
class Thing:
    """Something that a probe made: the call that makes it, its name, and the account's part in the run."""

    call: str
    name: str
    part: str
    question: int


class Journal:
    """A file of JSON lines. Every line is written through to the disk, so that a killed run loses none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lines = list(_whole_lines(path))

    def write(self, event: str, **values: Any) -> None:
        line = {"event": event, **values}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._lines.append(line)

    def makes(self, thing: Thing) -> None:
        """Called before the thing is made."""
        self.write(MAKES, **vars(thing))

    def removed(self, thing: Thing) -> None:
        self.write(REMOVED, **vars(thing))

    def of(self, event: str) -> list[Mapping[str, Any]]:
        return [line for line in self._lines if line["event"] == event]

    @property
    def run(self) -> Mapping[str, Any] | None:
        """The run that has not ended."""
        begun = self.of(RUN)
        return begun[-1] if begun and not self.of(ENDED) else None

    @property
    def left(self) -> list[Thing]:
        """What was made and not removed, the latest first."""
        left: dict[Thing, None] = {}
        for line in self._lines:
            if line["event"] == MAKES:
                left[_thing(line)] = None
            elif line["event"] == REMOVED:
                left.pop(_thing(line), None)
        return list(reversed(left))

    def attempts(self, question: int) -> int:
        """How many times a question was begun."""
        return sum(line["number"] == question for line in self.of(ASKS))

    @property
    def answers(self) -> dict[int, Mapping[str, Any]]:
        return {line["number"]: line for line in self.of(ANSWERED)}

    @property
    def spent(self) -> float:
        """Dollars, as stated for every question that was begun, also those that were interrupted."""
        return sum(line["dollars"] for line in self.of(ASKS))

    def close(self) -> None:
        """The run is over and nothing is left: keep its journal under another name."""
        self.write(ENDED)
        run = self.of(RUN)[-1]["run"]
        self.path.rename(self.path.with_name(f"{self.path.stem}-{run}{self.path.suffix}"))


def _thing(line: Mapping[str, Any]) -> Thing:
    return Thing(line["call"], line["name"], line["part"], line["question"])


def _whole_lines(path: Path) -> Iterator[dict[str, Any]]:
    """A process that is killed while it writes leaves a part of a line, which is cut off."""
    if not path.exists():
        return
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if whole != content:
        path.write_bytes(whole)
    yield from (json.loads(line) for line in whole.decode("utf-8").splitlines())
