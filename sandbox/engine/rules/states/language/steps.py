"""The steps of a JSONPath, and what each of them selects; the dialect is that of Jayway's JsonPath, which AWS uses."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol


class MissingError(Exception):
    """A definite path leads to nothing."""


class Step(Protocol):
    """One part of a path. A definite one selects exactly one value or nothing."""

    @property
    def is_definite(self) -> bool: ...

    def select(self, value: Any) -> Iterator[Any]: ...


class Names(NamedTuple):
    """`.name`, `['name']` or `['one','other']`, which selects an object with these members."""

    names: tuple[str, ...]

    @property
    def is_definite(self) -> bool:
        return len(self.names) == 1

    def select(self, value: Any) -> Iterator[Any]:
        if not isinstance(value, dict):
            return
        if self.is_definite:
            if self.names[0] in value:
                yield value[self.names[0]]
        else:
            yield {name: value[name] for name in self.names if name in value}


class Indices(NamedTuple):
    """`[0]`, `[-1]` or `[0,2]`."""

    indices: tuple[int, ...]

    @property
    def is_definite(self) -> bool:
        return len(self.indices) == 1

    def select(self, value: Any) -> Iterator[Any]:
        if isinstance(value, list):
            yield from (value[index] for index in self.indices if -len(value) <= index < len(value))


class Slice(NamedTuple):
    """`[1:]`, `[:2]` or `[1:3]`."""

    start: int | None
    stop: int | None
    is_definite: bool = False

    def select(self, value: Any) -> Iterator[Any]:
        if isinstance(value, list):
            yield from value[self.start : self.stop]


class Wildcard(NamedTuple):
    """`[*]` or `.*`."""

    is_definite: bool = False

    def select(self, value: Any) -> Iterator[Any]:
        if isinstance(value, list):
            yield from value
        elif isinstance(value, dict):
            yield from value.values()


class Descent(NamedTuple):
    """`..` and the step after it, at every depth."""

    step: Step
    is_definite: bool = False

    def select(self, value: Any) -> Iterator[Any]:
        yield from self.step.select(value)
        for part in Wildcard().select(value):
            yield from self.select(part)


class Filter(NamedTuple):
    """`[?(@.name == 1)]`."""

    matches: Callable[[Any], bool]
    is_definite: bool = False

    def select(self, value: Any) -> Iterator[Any]:
        members = value if isinstance(value, list) else [value]
        yield from (member for member in members if self.matches(member))


def find(steps: tuple[Step, ...], document: Any) -> Any:
    """What a path selects: one value if it is definite, a list otherwise.

    Raises:
        MissingError: a definite path selects nothing; the text is Jayway's.

    """
    found, place = [document], "$"
    for number, step in enumerate(steps, 1):
        found = [part for value in found for part in step.select(value)]
        if not found and all(each.is_definite for each in steps):
            raise MissingError(_missing(step, place, is_last=number == len(steps)))
        place += _place(step)
    return found[0] if all(step.is_definite for step in steps) else found


def _missing(step: Step, place: str, *, is_last: bool) -> str:
    where = place + _place(step)
    if isinstance(step, Indices):
        return f"Index out of bounds when evaluating path {where}"
    return f"No results for path: {where}" if is_last else f"Missing property in path {where}"


def _place(step: Step) -> str:
    match step:
        case Names(names):
            return "[" + ",".join(f"'{name}'" for name in names) + "]"
        case Indices(indices):
            return f"[{','.join(map(str, indices))}]"
        case _:
            return "[*]"
