"""Retriers and catchers (States Language, "Errors")."""

from collections.abc import Iterator
from typing import Any

from sandbox.engine.rules.states.definitions import values
from sandbox.engine.rules.states.definitions.diagnostics import Diagnostic, missing, schema, unsupported

_MOST_ATTEMPTS = 99_999_999
_LONGEST_DELAY = 31_622_400  # developer guide, "Retrying after an error": less than 31622400
_RETRIER: dict[str, values.Check] = {
    "ErrorEquals": values.anything,
    "IntervalSeconds": values.integer(1, 99_999_999),
    "MaxAttempts": values.integer(0, _MOST_ATTEMPTS),
    "BackoffRate": values.number(1.0),
    "MaxDelaySeconds": values.integer(1, _LONGEST_DELAY - 1),
    "JitterStrategy": values.one_of("FULL", "NONE"),
    "Comment": values.string,
}
_CATCHER: dict[str, values.Check] = {
    "ErrorEquals": values.anything,
    "Next": values.string,
    "ResultPath": values.result_path,
    "Comment": values.string,
}


def retriers(value: Any, place: str) -> Iterator[Diagnostic]:
    yield from _handlers(value, place, _RETRIER, ("ErrorEquals",))


def catchers(value: Any, place: str) -> Iterator[Diagnostic]:
    yield from _handlers(value, place, _CATCHER, ("ErrorEquals", "Next"))


def _handlers(
    value: Any, place: str, known: dict[str, values.Check], required: tuple[str, ...]
) -> Iterator[Diagnostic]:
    if not isinstance(value, list):
        yield schema("Expected value of type Array", place)
        return
    for number, handler in enumerate(value):
        where = f"{place}[{number}]"
        if not isinstance(handler, dict):
            yield schema("Expected value of type Object", where)
            continue
        yield from unsupported((name for name in handler if name not in known), where)
        yield from missing((name for name in required if name not in handler), where)
        for name, member in handler.items():
            yield from known.get(name, values.anything)(member, f"{where}/{name}")
        yield from _errors(handler.get("ErrorEquals", ["?"]), where, is_last=number == len(value) - 1)


def _errors(names: Any, place: str, *, is_last: bool) -> Iterator[Diagnostic]:
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        yield schema("Value must be a non-empty array of strings", f"{place}/ErrorEquals")
        return
    if "States.ALL" in names and (len(names) > 1 or not is_last):
        where = f"{place}/ErrorEquals[{names.index('States.ALL')}]"
        yield schema("States.ALL must appear alone and at end of list", where)
