"""How complex the wildcards of a pattern may be: Event Ruler, MachineComplexityEvaluator.

The complexity is the highest number of beginnings of wildcards that one value can match at the same time. Of a rule's
fields only those are compared together that the same values of the fields before them lead to. Event Ruler, README,
"Matching with a Machine": a service may "limit each single-rule machine to complexity of 10". The known answers of
EventBridge lie around it: 9 is taken (vals-ai/Valkyrie#278), 11 is not (recorded).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sandbox.engine.rules.events.patterns.compilation import Alternative
from sandbox.engine.rules.events.patterns.matchers import Matcher
from sandbox.engine.rules.events.patterns.refusals import InvalidPatternError

_LIMIT = 10
_ANY, _OTHER = -1, -2  # what an asterisk reads, and a byte that no wildcard names
# What was read of a wildcard, as a number; wildcards of a field share what ends with or before their first asterisk.
_State = int


class _Value(NamedTuple):
    """One wildcard as bytes and asterisks, with the state after each count of them; `owner` is the matcher it is of."""

    steps: tuple[int, ...]
    states: tuple[_State, ...]
    owner: Matcher

    def following(self, count: int) -> range:
        """The positions of the steps that can come next: an asterisk may read nothing."""
        is_asterisk = self.steps[count : count + 1] == (_ANY,)
        return range(count, min(count + 1 + is_asterisk, len(self.steps)))

    def after(self, count: int, byte: int) -> Iterator[int]:
        """How many steps may be done when `count` are and a byte is read."""
        if count and self.steps[count - 1] == _ANY:
            yield count
        yield from (position + 1 for position in self.following(count) if self.steps[position] in (_ANY, byte))


@dataclass
class _Name:
    """Where the values of the fields before lead to: by the path of the next field its matchers, each with its lead."""

    fields: dict[str, list[tuple[Matcher, "_Name"]]] = field(default_factory=dict)


def check(alternatives: Iterable[Alternative]) -> None:
    """Refuse a pattern that is too complex."""
    with_wildcards = [each for each in alternatives if any(map(_has_wildcard, each.values()))]
    names = [_tree(with_wildcards)]
    while names:
        for matchers in names.pop().fields.values():
            if complexity(matcher for matcher, _ in matchers) > _LIMIT:
                raise InvalidPatternError(
                    "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences "
                    "after a wildcard character"
                )
            names += {id(after): after for known, after in matchers if known.kind != "absent"}.values()


def _has_wildcard(matchers: tuple[Matcher, ...]) -> bool:
    return any(matcher.kind.endswith("wildcard") for matcher in matchers)


def _tree(alternatives: Iterable[Alternative]) -> _Name:
    root = _Name()
    for alternative in alternatives:
        names = [root]
        for path in sorted(alternative):
            names = [after for name in names for after in _added(name, path, alternative[path])]
    return root


def _added(name: _Name, path: str, matchers: tuple[Matcher, ...]) -> list[_Name]:
    known, latest, found = name.fields.setdefault(path, []), None, []
    for matcher in matchers:
        latest = dict(known).get(matcher) or latest or _Name()
        known.append((matcher, latest))
        if not any(latest is each for each in found):
            found.append(latest)
    return found


def complexity(matchers: Iterable[Matcher]) -> int:
    """The complexity of the wildcards of one field, or one more than the limit."""
    values = _values(matchers)
    start = frozenset((index, 0) for index in range(len(values)))
    known, waiting, highest = {start}, [start], 0
    while waiting and highest <= _LIMIT:
        active = waiting.pop()
        bytes_ahead = {values[i].steps[position] for i, count in active for position in values[i].following(count)}
        for byte in bytes_ahead - {_ANY} | {_OTHER}:
            after = frozenset((i, next_) for i, count in active for next_ in values[i].after(count, byte))
            highest = max(highest, _size(values, after))
            if after not in known:
                known.add(after)
                waiting.append(after)
    return highest


def _size(values: list[_Value], active: frozenset[tuple[int, int]]) -> int:
    """Each beginning counts once for each matcher; what an asterisk that comes next would begin counts too."""
    ahead = ((i, count + 1) for i, count in active if values[i].steps[count : count + 1] == (_ANY,))
    return len({(values[i].states[count], values[i].owner) for i, count in (*active, *ahead)})


def _values(matchers: Iterable[Matcher]) -> list[_Value]:
    numbers: dict[tuple[int, ...], _State] = {}
    texts = [(text, matcher) for matcher in matchers for text in _wildcards(matcher)]
    return [
        _Value(_steps(text), tuple(_states(_steps(text), position, numbers)), matcher)
        for position, (text, matcher) in enumerate(texts)
    ]


def _states(steps: tuple[int, ...], position: int, numbers: dict[tuple[int, ...], _State]) -> Iterator[_State]:
    """The state of each beginning; the whole wildcard is the same for all wildcards of a matcher."""
    state, is_shared = 0, True
    yield state
    for count, step in enumerate(steps, 1):
        place = (state, step) if is_shared else (state, step, position)
        state = numbers.setdefault(place, len(numbers) + 1)
        is_shared = is_shared and step != _ANY
        yield state if count < len(steps) else _ANY


def _wildcards(matcher: Matcher) -> Iterable[str]:
    if not matcher.kind.endswith("wildcard"):
        return ()
    return matcher.operand if isinstance(matcher.operand, frozenset) else (matcher.operand,)


def _steps(text: str) -> tuple[int, ...]:
    octets, found = iter(text.encode(errors="replace")), []
    for octet in octets:
        if octet == ord("*"):
            found.append(_ANY)
        else:
            found.append(next(octets) if octet == ord("\\") else octet)
    return tuple(found)
