"""Reads JSONPaths: `$` is the input, `$$` the context object (States Language, "Paths")."""

import functools
import re
from collections.abc import Callable
from typing import Any

from sandbox.engine.rules.states.language import filters
from sandbox.engine.rules.states.language.scanner import Scanner, SyntaxProblemError, is_read_by
from sandbox.engine.rules.states.language.steps import Descent, Filter, Indices, Names, Slice, Step, Wildcard, find

_NAME = re.compile(r"[^\s.\[\]()=!<>&|,'\"@$?*:]+")
_INTEGER = re.compile(r"-?\d+")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_ESCAPE = re.compile(r"\\(['\\])")  # a backslash before anything else is part of the name


@functools.cache
def parse(path: str) -> tuple[Step, ...]:
    """The steps of a path that begins with `$` or `$$`.

    Raises:
        SyntaxProblemError: it is no JSONPath.

    """
    scanner = Scanner(path)
    if not scanner.take("$$") and not scanner.take("$"):
        raise SyntaxProblemError(f"{path} does not begin with $")
    found = read(scanner)
    scanner.finish()
    return found


def is_path(text: Any) -> bool:
    return is_read_by(parse, "$", text)


def is_reference(text: Any) -> bool:
    """Whether it is a Reference Path: one place in the input, so no operator that can select several."""
    if not is_path(text) or text.startswith("$$"):
        return False
    return all(isinstance(step, (Names, Indices)) and step.is_definite for step in parse(text))


def value_at(path: str, document: Any) -> Any:
    """What a path selects.

    Raises:
        MissingError: it is definite and leads to nothing.

    """
    return find(parse(path), document)


def read(scanner: Scanner) -> tuple[Step, ...]:
    """The steps from here on, as far as there are any."""
    steps: list[Step] = []
    while not scanner.is_at_end():
        if scanner.take(".."):
            steps.append(Descent(_bracket(scanner) if scanner.take("[") else _dot_step(scanner)))
        elif scanner.take("."):
            steps.append(_dot_step(scanner))
        elif scanner.take("["):
            steps.append(_bracket(scanner))
        else:
            break
    return tuple(steps)


def _dot_step(scanner: Scanner) -> Step:
    if scanner.take("*"):
        return Wildcard()
    return Names((scanner.expect(_NAME)[0],))


def _bracket(scanner: Scanner) -> Step:
    scanner.skip_blanks()
    for begin, read_part in _BRACKETS:
        if scanner.looks_like(begin):
            found = read_part(scanner)
            scanner.skip_blanks()
            scanner.require("]")
            return found
    raise SyntaxProblemError(f"{scanner.rest()} is no part of a path")


def _wildcard(scanner: Scanner) -> Step:
    scanner.require("*")
    return Wildcard()


def _filter(scanner: Scanner) -> Step:
    scanner.require("?(")
    matches = filters.read(scanner, read)
    scanner.skip_blanks()
    scanner.require(")")
    return Filter(matches)


def _names(scanner: Scanner) -> Step:
    return Names(tuple(_list_of(scanner, _quoted_name)))


def _quoted_name(scanner: Scanner) -> str:
    found = scanner.expect(_QUOTED)
    return _ESCAPE.sub(r"\1", found[1] if found[1] is not None else found[2])


def _numbers(scanner: Scanner) -> Step:
    first = None if scanner.looks_like(r":") else int(scanner.expect(_INTEGER)[0])
    if scanner.take(":"):
        stop = scanner.match(_INTEGER)
        return Slice(first, int(stop[0]) if stop else None)
    more = _list_of(scanner, _integer) if scanner.take(",") else []
    return Indices((int(first or 0), *more))


def _integer(scanner: Scanner) -> int:
    return int(scanner.expect(_INTEGER)[0])


def _list_of(scanner: Scanner, read_one: Callable[[Scanner], Any]) -> list[Any]:
    scanner.skip_blanks()
    found = [read_one(scanner)]
    scanner.skip_blanks()
    while scanner.take(","):
        scanner.skip_blanks()
        found.append(read_one(scanner))
        scanner.skip_blanks()
    return found


_BRACKETS: tuple[tuple[str, Callable[[Scanner], Step]], ...] = (
    (r"\*", _wildcard),
    (r"\?\(", _filter),
    (r"['\"]", _names),
    (r"-?\d|:", _numbers),
)
