"""Condition blocks: operators, sets of values, keys that a request lacks (IAM User Guide, "Condition operators")."""

from collections.abc import Callable, Mapping
from typing import Any

from scripts.proofs.evaluation.patterns import arn_matches, filled_in, matches

Context = Mapping[str, Any]
"""Values of condition keys, in lower case: a string, or a list for a key with several values."""
IF_EXISTS, FOR_ALL, FOR_ANY = "IfExists", "ForAllValues:", "ForAnyValue:"
Comparison = Callable[[str, str], bool]


def _number(comparison: Callable[[float, float], bool]) -> Comparison:
    return lambda wanted, given: comparison(float(given), float(wanted))


POSITIVE: dict[str, Comparison] = {
    "StringEquals": lambda wanted, given: wanted.replace("\0", "") == given,
    "StringEqualsIgnoreCase": lambda wanted, given: wanted.replace("\0", "").lower() == given.lower(),
    "StringLike": matches,
    "ArnEquals": arn_matches,
    "ArnLike": arn_matches,
    "Bool": lambda wanted, given: wanted.lower() == given.lower(),
    "NumericEquals": _number(lambda given, wanted: given == wanted),
    "NumericLessThan": _number(lambda given, wanted: given < wanted),
    "NumericLessThanEquals": _number(lambda given, wanted: given <= wanted),
    "NumericGreaterThan": _number(lambda given, wanted: given > wanted),
    "NumericGreaterThanEquals": _number(lambda given, wanted: given >= wanted),
}
NEGATIVE: dict[str, Comparison] = {
    "StringNotEquals": POSITIVE["StringEquals"],
    "StringNotEqualsIgnoreCase": POSITIVE["StringEqualsIgnoreCase"],
    "StringNotLike": POSITIVE["StringLike"],
    "ArnNotEquals": POSITIVE["ArnEquals"],
    "ArnNotLike": POSITIVE["ArnLike"],
    "NumericNotEquals": POSITIVE["NumericEquals"],
}


def hold(conditions: Mapping[str, Mapping[str, Any]], context: Context) -> bool:
    """Whether all operators and all their keys hold."""
    return all(
        _holds(operator, context.get(key.lower()), _strings(wanted), context)
        for operator, tests in conditions.items()
        for key, wanted in tests.items()
    )


def _holds(operator: str, given: str | list[str] | None, wanted: list[str], context: Context) -> bool:
    quantifier, operator = _quantifier(operator)
    operator, optional = operator.removesuffix(IF_EXISTS), operator.endswith(IF_EXISTS)
    if operator == "Null":
        return (given is None or given == []) == (wanted[0].lower() == "true")
    if given is None or given == []:
        return optional or quantifier == FOR_ALL or (operator in NEGATIVE and quantifier != FOR_ANY)
    patterns = [pattern for value in wanted if (pattern := filled_in(value, context)) is not None]
    return _compared(operator, quantifier, patterns, [given] if isinstance(given, str) else given)


def _compared(operator: str, quantifier: str, patterns: list[str], given: list[str]) -> bool:
    """Without a quantifier a key has one value, of which all must hold."""
    held = [_one(operator, patterns, value) for value in given]
    return any(held) if quantifier == FOR_ANY else all(held)


def _one(operator: str, patterns: list[str], value: str) -> bool:
    """One of the values must be met; of a negative operator, none may be."""
    if operator in NEGATIVE:
        return not any(NEGATIVE[operator](pattern, value) for pattern in patterns)
    return any(POSITIVE[operator](pattern, value) for pattern in patterns)


def _quantifier(operator: str) -> tuple[str, str]:
    for quantifier in (FOR_ALL, FOR_ANY):
        if operator.startswith(quantifier):
            return quantifier, operator.removeprefix(quantifier)
    return "", operator


def _strings(wanted: Any) -> list[str]:
    values = wanted if isinstance(wanted, list | tuple) else [wanted]
    return [str(value).lower() if isinstance(value, bool) else str(value) for value in values]
