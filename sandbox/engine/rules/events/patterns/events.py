"""The fields of an event as a pattern sees them: Event Ruler, Event.

Objects and arrays are crushed: a field has a path of names with dots between them, and all the values there. Each
value has the places of the arrays around it, by which values of different elements are kept apart.
"""

import itertools
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.engine.rules.events.patterns.texts import Number, Pairs

Place = tuple[tuple[int, int], ...]
Fields = Mapping[str, list[tuple[str, Place]]]


def fields(event: Any) -> Fields:
    """The values of an event by their path."""
    found: dict[str, list[tuple[str, Place]]] = {}
    for path, value, place in _of_object(event, "", (), itertools.count()):
        found.setdefault(path, []).append((value, place))
    return found


def _of_object(value: Any, prefix: str, place: Place, arrays: Iterator[int]) -> Iterator[tuple[str, str, Place]]:
    for name, member in value if isinstance(value, Pairs) else value.items():
        yield from _of_value(member, f"{prefix}{name}", place, arrays)


def _of_value(value: Any, path: str, place: Place, arrays: Iterator[int]) -> Iterator[tuple[str, str, Place]]:
    if isinstance(value, (Pairs, dict)):
        yield from _of_object(value, f"{path}.", place, arrays)
    elif isinstance(value, (list, tuple)):
        array = next(arrays)
        for position, element in enumerate(value):
            # Only objects and arrays in an array are told apart, its plain values are not.
            is_plain = not isinstance(element, (Pairs, dict, list, tuple))
            yield from _of_value(element, path, place if is_plain else (*place, (array, position)), arrays)
    else:
        yield path, _written(value), place


def _written(value: Any) -> str:
    if isinstance(value, Number):
        return str(value)
    return f'"{value}"' if isinstance(value, str) else json.dumps(value)
