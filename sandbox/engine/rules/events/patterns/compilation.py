"""A pattern as alternatives without `$or`: for each, what the fields must be, by the path to the field.

Event Ruler, JsonRuleCompiler: `$or` forks what was read so far, and a path that comes again replaces what it had. Where
`$or` is not the operator, it is the name of a field: README, "The backward compatibility of using $or as field name".
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.engine.rules.events.patterns import addresses, expressions, numbers
from sandbox.engine.rules.events.patterns.matchers import Matcher
from sandbox.engine.rules.events.patterns.refusals import InvalidPatternError, TooManyCombinationsError
from sandbox.engine.rules.events.patterns.texts import Number, Pairs

Alternative = Mapping[str, tuple[Matcher, ...]]
Fields = dict[str, tuple[Matcher, ...]]

_COMBINATIONS = 1000
# Event Ruler, Constants.RESERVED_FIELD_NAMES_IN_OR_RELATIONSHIP.
_RESERVED = frozenset(
    {"exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists", "wildcard", "numeric", "cidr"}
    | {"=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case"}
    | {"date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range"}
    | {"ip-address-in-range", "ip-address-not-in-range"}
)


def alternatives(tree: Any) -> tuple[Alternative, ...]:
    """The alternatives of a pattern's JSON."""
    if not isinstance(tree, Pairs):
        raise InvalidPatternError("Filter is not an object")
    if _combinations(tree) > _COMBINATIONS:
        raise TooManyCombinationsError
    try:
        return tuple(_read([], "", tree, is_inside=False))
    except InvalidPatternError:
        found = tuple(_read([], "", tree, is_inside=None))
        if any(map(_is_newer, found)):
            raise
        return found


def _is_newer(alternative: Alternative) -> bool:
    """RuleCompiler, which knows no `$or`, knows no `anything-but` of wildcards or of several prefixes or suffixes."""
    kinds = {matcher.kind: matcher.operand for matchers in alternative.values() for matcher in matchers}
    several = (len(kinds.get(f"anything-but {name}", ())) > 1 for name in ("prefix", "suffix"))
    return "anything-but wildcard" in kinds or any(several)


def _combinations(value: Any) -> int:
    """The sizes of all arrays of `$or`, multiplied."""
    if isinstance(value, list):
        return math.prod(map(_combinations, value))
    if not isinstance(value, Pairs):
        return 1
    own = math.prod(len(each) for name, each in value if name == "$or" and isinstance(each, list) and each)
    return own * math.prod(_combinations(each) for _, each in value)


def _read(found: list[Fields], prefix: str, tree: Pairs, *, is_inside: bool | None) -> list[Fields]:
    """`found` with what an object adds; `is_inside` an `$or`, None where `$or` is a name like others."""
    if not tree:
        raise InvalidPatternError("Empty objects are not allowed")
    for name, value in tree:
        if name == "$or" and is_inside is not None:
            found = _forked(found, prefix, value)
        elif is_inside and name in _RESERVED:
            raise InvalidPatternError(f"{name} is Ruler reserved fieldName which cannot be used inside $or.")
        elif isinstance(value, Pairs):
            found = _read(found, f"{prefix}{name}.", value, is_inside=is_inside)
        else:
            found = [fields | {f"{prefix}{name}": _field(name, value)} for fields in found or [{}]]
    return found


def _field(name: str, value: Any) -> tuple[Matcher, ...]:
    if not isinstance(value, list):
        raise InvalidPatternError(f'"{name}" must be an object or an array')
    return tuple(_matchers(value))


def _forked(found: list[Fields], prefix: str, members: Any) -> list[Fields]:
    if not isinstance(members, list):
        raise InvalidPatternError("It must be an Array followed with $or.")
    forks: list[Fields] = []
    for member in members:
        if not isinstance(member, Pairs):
            raise InvalidPatternError("Only JSON object is allowed in array of $or relationship.")
        forks += _read([dict(fields) for fields in found] or [{}], prefix, member, is_inside=True)
    if len(members) < 2:
        raise InvalidPatternError("There must have at least 2 Objects in $or relationship.")
    return forks


def _matchers(values: list[Any]) -> Iterator[Matcher]:
    if not values:
        raise InvalidPatternError("Empty arrays are not allowed")
    for value in values:
        if isinstance(value, list):
            raise InvalidPatternError("Match value must be String, number, true, false, or null")
        if isinstance(value, Pairs):
            yield expressions.matcher(value)
        else:
            yield from _plain(value)


def _plain(value: Any) -> Iterator[Matcher]:
    """A string that is an IP address matches it however it is written; a number matches its value and its text."""
    if isinstance(value, Number):
        number = numbers.comparable(value)
        if number is not None:
            yield Matcher("number", number)
        yield Matcher("exactly", str(value))
    elif isinstance(value, str):
        digits = addresses.address(value)
        yield Matcher("cidr", addresses.Range(digits, digits)) if digits else Matcher("exactly", f'"{value}"')
    else:
        yield Matcher("exactly", {True: "true", False: "false", None: "null"}[value])
