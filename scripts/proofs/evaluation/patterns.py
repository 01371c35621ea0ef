"""Wildcards and policy variables (IAM User Guide, "IAM policy elements: Variables and tags" and "Resource")."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

VARIABLE = re.compile(r"\$\{([^}]+)\}")
LITERALS = {"*": "*", "?": "?", "$": "$"}


@cache
def expression(pattern: str) -> re.Pattern[str]:
    """The pattern with `*` and `?` as a regular expression; what stands between two zero bytes is literal."""
    parts = re.split(r"(\*|\?|\0\*|\0\?)", pattern)
    known = {"*": ".*", "?": ".", "\0*": r"\*", "\0?": r"\?"}
    return re.compile("".join(known.get(part, re.escape(part)) for part in parts), re.DOTALL)


def matches(pattern: str, value: str) -> bool:
    return expression(pattern).fullmatch(value) is not None


def arn_matches(pattern: str, value: str) -> bool:
    """Each of the six parts of an ARN is matched separately."""
    if pattern == "*":
        return True
    wanted, given = pattern.split(":", 5), value.split(":", 5)
    return len(wanted) == len(given) == 6 and all(map(matches, wanted, given))


def filled_in(pattern: str, context: Mapping[str, Any]) -> str | None:
    """The pattern with its policy variables replaced; None if the request lacks one of them.

    What a variable brings along is literal: its wildcards have no meaning.
    """
    if "${" not in pattern:
        return pattern
    missing = [name for name in VARIABLE.findall(pattern) if _value(name, context) is None]
    return None if missing else VARIABLE.sub(lambda found: _value(found[1], context) or "", pattern)


def _value(name: str, context: Mapping[str, Any]) -> str | None:
    if name in LITERALS:
        return "$" if name == "$" else f"\0{name}"
    key, _, default = name.partition(",")
    value = context.get(key.strip().lower())
    if isinstance(value, str):
        return re.sub(r"([*?])", "\0\\1", value)
    return default.strip().strip("'") or None
