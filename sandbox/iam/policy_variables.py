"""Policy variables: `${aws:PrincipalTag/team}` in a resource or a condition is the value that the request has.

IAM User Guide, "IAM policy elements: Variables and tags": resources and the values of conditions have them, in policies
of identities, of resources (of which a role's trust policy is one) and in boundaries; a default value follows a comma,
in quotes; `${*}`, `${?}` and `${$}` are those characters. A statement with a variable that has no value does not apply.
"Single-valued vs. multivalued context keys": a key with several values is no variable.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import EvalContext, ParsedStatement

_VARIABLE = re.compile(r"\$\{\s*([^},]+?)\s*(?:,\s*'([^']*)'\s*)?\}")
_SPECIAL = {"$": "$"}
_engine_first_match = iam_evaluator._first_match
_engine_conditions_met = iam_evaluator._conditions_met


class UnresolvedError(Exception):
    """A variable has no value in the request, or none that can be compared here."""


def filled(text: str, context: EvalContext) -> str:
    """The text with the request's values in place of variables.

    Raises:
        UnresolvedError: when one of them has no single value.

    """
    return _VARIABLE.sub(lambda found: _value(found, context), text)


def _value(found: re.Match[str], context: EvalContext) -> str:
    if found[1] in _SPECIAL:
        return _SPECIAL[found[1]]
    value = iam_evaluator._resolve_condition_key(found[1], context)
    if isinstance(value, list) and len(value) == 1 and found[1].lower().startswith("aws:requesttag/"):
        value = value[0]
    if value is None:
        value = found[2]
    # The engine's patterns cannot tell a wildcard from the character.
    if not isinstance(value, str) or {"*", "?"} & {*value}:
        raise UnresolvedError(found[0])
    return value


def _first_match(context: EvalContext, statements: list[ParsedStatement], effect: str) -> ParsedStatement | None:
    return _engine_first_match(context, list(_with_resources(statements, context)), effect)


def _with_resources(statements: list[ParsedStatement], context: EvalContext) -> Iterator[ParsedStatement]:
    for statement in statements:
        if not any("${" in resource for resource in (*statement.resources, *statement.not_resources)):
            yield statement
            continue
        try:
            yield replace(
                statement,
                resources=[filled(resource, context) for resource in statement.resources],
                not_resources=[filled(resource, context) for resource in statement.not_resources],
            )
        except UnresolvedError:
            continue


def _conditions_met(conditions: dict[str, Any], context: EvalContext) -> bool:
    try:
        return _engine_conditions_met(_filled_in(conditions, context), context)
    except UnresolvedError:
        return False


def _filled_in(value: Any, context: EvalContext) -> Any:
    """Of a condition the values, not the names of its keys."""
    if isinstance(value, dict):
        return {key: _filled_in(member, context) for key, member in value.items()}
    if isinstance(value, list):
        return [_filled_in(member, context) for member in value]
    return filled(value, context) if isinstance(value, str) and "${" in value else value


def install() -> None:
    iam_evaluator._first_match = _first_match
    iam_evaluator._conditions_met = _conditions_met
