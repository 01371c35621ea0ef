"""The objects in the arrays of a pattern, such as `{"prefix": "a"}`: what AWS takes, and how it refuses the rest.

Event Ruler, JsonRuleCompiler: the library reads token by token, so what comes first is refused first.
"""

from collections.abc import Callable
from typing import Any

from sandbox.engine.rules.events.patterns import addresses, anything_but, numeric, wildcards
from sandbox.engine.rules.events.patterns.matchers import Matcher
from sandbox.engine.rules.events.patterns.refusals import InvalidPatternError
from sandbox.engine.rules.events.patterns.texts import Number, Pairs


def matcher(expression: Pairs) -> Matcher:
    """The comparison that an expression is."""
    if not expression:
        raise InvalidPatternError("Match expression name not found")
    name, operand = expression[0]
    if name not in _EXPRESSIONS:
        raise InvalidPatternError(f"Unrecognized match type {name}")
    found = _EXPRESSIONS[name](operand)
    if len(expression) > 1:
        wide = name in ("numeric", "anything-but")
        raise InvalidPatternError("Too many elements in numeric expression" if wide else _ONE_KEY)
    return found


_ONE_KEY = "Only one key allowed in match expression"


def _text(operand: Any, name: str) -> str:
    if not isinstance(operand, str) or isinstance(operand, Number):
        raise InvalidPatternError(f"{name} match pattern must be a string")
    return operand


def _exactly(operand: Any) -> Matcher:
    return Matcher("exactly", f'"{_text(operand, "exact")}"')


def _prefix(operand: Any) -> Matcher:
    if isinstance(operand, Pairs):
        return Matcher("prefix equals-ignore-case", f'"{_in_any_case(operand, "Prefix")}')
    return Matcher("prefix", f'"{_text(operand, "prefix")}')


def _suffix(operand: Any) -> Matcher:
    if isinstance(operand, Pairs):
        return Matcher("suffix equals-ignore-case", f'{_in_any_case(operand, "Suffix")}"')
    return Matcher("suffix", f'{_text(operand, "suffix")}"')


def _in_any_case(operand: Pairs, name: str) -> str:
    if not operand:
        raise InvalidPatternError(f"{name} expression name not found")
    inner, text = operand[0]
    if inner != "equals-ignore-case":
        raise InvalidPatternError(f"Unsupported {name.lower()} pattern: {inner}")
    found = _text(text, "equals-ignore-case")
    if len(operand) > 1:
        raise InvalidPatternError(_ONE_KEY)
    return found


def _ignoring_case(operand: Any) -> Matcher:
    return Matcher("equals-ignore-case", f'"{_text(operand, "equals-ignore-case")}"')


def _wildcard(operand: Any) -> Matcher:
    return Matcher("wildcard", wildcards.checked(f'"{_text(operand, "wildcard")}"'))


def _cidr(operand: Any) -> Matcher:
    return Matcher("cidr", addresses.cidr(_text(operand, "prefix")))  # the library's own slip in the message


def _exists(operand: Any) -> Matcher:
    if not isinstance(operand, bool):
        raise InvalidPatternError("exists match pattern must be either true or false.")
    return Matcher("exists" if operand else "absent")


_EXPRESSIONS: dict[str, Callable[[Any], Matcher]] = {
    "exactly": _exactly,
    "prefix": _prefix,
    "suffix": _suffix,
    "equals-ignore-case": _ignoring_case,
    "wildcard": _wildcard,
    "numeric": numeric.matcher,
    "anything-but": anything_but.matcher,
    "cidr": _cidr,
    "exists": _exists,
}
