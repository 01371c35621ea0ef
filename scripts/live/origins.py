"""Where the texts of recorded calls come from: from the probe, or from an answer of AWS."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scripts.live.calls import Call
from scripts.live.redaction import ACCOUNT, IMAGE_ACCOUNTS, parsed

SHORTEST_REFERENCE = 8
"""Characters; shorter values of earlier answers are words that parameters may have by chance."""


def own_words(calls: Sequence[Call]) -> set[str]:
    """Texts that the probe sent and AWS had not answered before: they are the same in every account."""
    own, answered = set[str](), set[str]()
    for call in calls:
        own |= {text for text in _strings(call.parameters) if not _is_made_of(text, answered)}
        answered |= set(_strings(call.answer)) - own
    return own


def _is_made_of(text: str, answered: set[str]) -> bool:
    """Whether a text is, or has in it, a value that AWS answered; short ones may be in it by chance."""
    return text in answered or any(value in text for value in answered if len(value) >= SHORTEST_REFERENCE)


def references(calls: Sequence[Call], own: set[str]) -> Iterator[tuple[str, str]]:
    """Values of earlier answers that the probe had not sent, and where they were, as `3:Path.To.Value`."""
    for number, call in reversed(list(enumerate(calls))):
        for path, value in _leaves(call.answer):
            if len(value) >= SHORTEST_REFERENCE and value not in own | IMAGE_ACCOUNTS | {ACCOUNT}:
                yield value, f"{number}:{'.'.join(path)}"


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        yield path, value
    for name, each in _members(value):
        yield from _leaves(each, (*path, name))


def _members(value: Any) -> list[tuple[str, Any]]:
    """What a path can lead through: a name with a dot in it cannot be told from two."""
    if isinstance(value, list):
        return [(str(number), each) for number, each in enumerate(value)]
    members = value.items() if isinstance(value, Mapping) else ()
    return [(str(name), each) for name, each in members if "." not in str(name) and name != "ResponseMetadata"]


def _strings(value: Any) -> Iterator[str]:
    """Every text and key in parameters, also those inside documents that are sent as JSON."""
    if isinstance(value, Mapping):
        yield from map(str, value)
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str):
        yield value
        yield from _strings(parsed(value)) if value[:1] in ("{", "[") else ()
