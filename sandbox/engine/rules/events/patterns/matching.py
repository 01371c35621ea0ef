"""Whether the fields of an event match an alternative of a pattern: Event Ruler, ACFinder and ArrayMembership.

Fields are looked at in the order of their paths, each with the elements of arrays that the ones before it chose: two
values in different elements of the same array do not match together.
"""

from collections.abc import Iterator

from sandbox.engine.rules.events.patterns.compilation import Alternative
from sandbox.engine.rules.events.patterns.events import Fields, Place
from sandbox.engine.rules.events.patterns.matchers import Matcher

Chosen = frozenset[tuple[int, int]]


def matches(alternative: Alternative, fields: Fields) -> bool:
    choices: set[Chosen] = {frozenset()}
    for path in sorted(alternative, key=lambda text: text.encode("utf-16-be")):
        values = fields.get(path, [])
        choices = {after for before in choices for after in _after(before, alternative[path], values)}
        if not choices:
            return False
    return True


def _after(chosen: Chosen, matchers: tuple[Matcher, ...], values: list[tuple[str, Place]]) -> Iterator[Chosen]:
    reachable = [(value, frozenset(place)) for value, place in values if _agree(chosen, place)]
    if not reachable and any(matcher.kind == "absent" for matcher in matchers):
        yield chosen
    for value, place in reachable:
        if any(matcher.matches(value) for matcher in matchers):
            yield chosen | place


def _agree(chosen: Chosen, place: Place) -> bool:
    positions = dict(chosen)
    return all(positions.get(array, position) == position for array, position in place)
