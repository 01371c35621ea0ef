"""Event patterns as AWS reads them, by its own reference implementation, the library Event Ruler (aws/event-ruler)."""

import functools
from typing import Any

from sandbox.engine.rules.events.patterns import compilation, complexity, events, matching, texts
from sandbox.engine.rules.events.patterns.compilation import Alternative
from sandbox.engine.rules.events.patterns.refusals import InvalidPatternError, TooManyCombinationsError

__all__ = ["InvalidPatternError", "TooManyCombinationsError", "matches", "read"]


@functools.lru_cache(maxsize=1024)
def read(pattern: str) -> tuple[Alternative, ...]:
    """What a pattern means: it matches an event that one of the alternatives matches.

    Raises:
        InvalidPatternError: the reason as AWS words it.
        TooManyCombinationsError: of `$or`.

    """
    try:
        tree = texts.read(pattern)
    except ValueError as error:
        raise InvalidPatternError(str(error)) from error
    alternatives = compilation.alternatives(tree)
    complexity.check(alternatives)
    return alternatives


def matches(pattern: str, event: Any) -> bool:
    """Whether an event matches; its JSON was read with `texts.read`, or it holds what JSON holds."""
    fields = events.fields(event)
    return any(matching.matches(alternative, fields) for alternative in read(pattern))
