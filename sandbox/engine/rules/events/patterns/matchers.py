"""The comparisons of a pattern with one value of an event.

A value is the text that stands in the event's JSON: a string with its quotes (as read, without escapes), else the
number, true, false or null. So nothing that compares strings matches what is no string. Event Ruler, ByteMachine.
"""

import functools
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from sandbox.engine.rules.events.patterns import addresses, numbers


class Bounds(NamedTuple):
    """A range of numbers; a bound that is open is not part of it, None is no bound."""

    bottom: float | None = None
    is_open_below: bool = False
    top: float | None = None
    is_open_above: bool = False


class Matcher(NamedTuple):
    """Two matchers are the same comparison when they are equal."""

    kind: str
    operand: Any = None

    def matches(self, value: str) -> bool:
        return _COMPARISONS[self.kind](self.operand, value)


def _is_number(operand: float, value: str) -> bool:
    return numbers.comparable(value) == operand


def _is_within(operand: Bounds, value: str) -> bool:
    number = numbers.comparable(value)
    if number is None:
        return False
    low = operand.bottom is None or number > operand.bottom or (number == operand.bottom and not operand.is_open_below)
    high = operand.top is None or number < operand.top or (number == operand.top and not operand.is_open_above)
    return low and high


def _is_address(operand: addresses.Range, value: str) -> bool:
    digits = addresses.address(value[1:-1]) if value.startswith('"') else None
    return digits is not None and operand.holds(digits)


def _equals_ignoring_case(operand: str, value: str) -> bool:
    return _any_case(operand).fullmatch(value) is not None


def _starts_ignoring_case(operand: str, value: str) -> bool:
    return _any_case(operand).match(value) is not None


def _ends_ignoring_case(operand: str, value: str) -> bool:
    return re.search(f"(?:{_any_case(operand).pattern})\\Z", value, re.DOTALL) is not None


@functools.cache
def _any_case(text: str) -> re.Pattern[str]:
    """Each character of a pattern in lower or upper case, as Java makes them: for one UTF-16 unit at a time."""
    choices = ({char.lower(), char.upper()} if ord(char) <= 0xFFFF else {char} for char in text)
    return re.compile("".join(f"(?:{'|'.join(sorted(map(re.escape, each)))})" for each in choices), re.DOTALL)


def wildcard_parts(text: str) -> list[str]:
    """What stands between the asterisks of a wildcard, without the escapes."""
    parts = re.split(r"((?:\\.)+|\*)", text)
    found = [""]
    for part in parts:
        if part == "*":
            found.append("")
        else:
            found[-1] += re.sub(r"\\(.)", r"\1", part) if part.startswith("\\") else part
    return found


def _is_like(operand: str, value: str) -> bool:
    first, *others = wildcard_parts(operand)
    if not others:
        return value == first
    last = others.pop()
    if not value.startswith(first) or len(value) < len(first) + len(last) or not value.endswith(last):
        return False
    position, end = len(first), len(value) - len(last)
    for part in others:
        position = value.find(part, position, end)
        if position < 0:
            return False
        position += len(part)
    return True


def _none(compare: Callable[[Any, str], bool]) -> Callable[[frozenset[Any], str], bool]:
    return lambda operand, value: not any(compare(each, value) for each in operand)


def _is(operand: str, value: str) -> bool:
    return value == operand


def _starts(operand: str, value: str) -> bool:
    return value.startswith(operand)


def _ends(operand: str, value: str) -> bool:
    return value.endswith(operand)


# `absent` matches no value: it is looked at where a field is missing.
_COMPARISONS: dict[str, Callable[[Any, str], bool]] = {
    "exactly": _is,
    "prefix": _starts,
    "suffix": _ends,
    "equals-ignore-case": _equals_ignoring_case,
    "prefix equals-ignore-case": _starts_ignoring_case,
    "suffix equals-ignore-case": _ends_ignoring_case,
    "wildcard": _is_like,
    "number": _is_number,
    "numeric": _is_within,
    "cidr": _is_address,
    "exists": lambda _operand, _value: True,
    "absent": lambda _operand, _value: False,
    "anything-but": _none(_is),
    "anything-but number": _none(_is_number),
    "anything-but prefix": _none(_starts),
    "anything-but suffix": _none(_ends),
    "anything-but equals-ignore-case": _none(_equals_ignoring_case),
    "anything-but wildcard": _none(_is_like),
}
