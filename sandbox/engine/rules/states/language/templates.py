"""Payload templates: Parameters, ItemSelector and ResultSelector (States Language, "Payload Template")."""

from typing import Any

from sandbox.engine.rules.states.language import intrinsics
from sandbox.engine.rules.states.language.problems import StateProblemError
from sandbox.engine.rules.states.language.scope import Scope, text
from sandbox.engine.rules.states.language.steps import MissingError


def fill(template: Any, scope: Scope) -> Any:
    """A template with the values of its paths and calls; the names of those end in `.$`."""
    if isinstance(template, dict):
        return dict(_member(name, value, scope) for name, value in template.items())
    if isinstance(template, list):
        return [fill(item, scope) for item in template]
    return template


def _member(name: str, value: Any, scope: Scope) -> tuple[str, Any]:
    if name.endswith(".$"):
        return name.removesuffix(".$"), evaluate(value, name, scope)
    return name, fill(value, scope)


def evaluate(expression: str, field: str, scope: Scope) -> Any:
    """The value of a path or a call.

    Raises:
        StateProblemError: the path leads to nothing.
        IntrinsicProblemError: the call fails.

    """
    if not expression.startswith("$"):
        return intrinsics.evaluate(expression, scope)
    try:
        return scope.value_at(expression)
    except MissingError as missing:
        where = f"specified for the field '{field}' could not be found in the input '{text(scope.data)}'"
        raise StateProblemError(f"The JSONPath '{expression}' {where}") from missing
