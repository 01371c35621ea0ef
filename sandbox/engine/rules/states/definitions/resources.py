"""What a Task state calls and what it hands over, as far as a definition shows it."""

from collections.abc import Iterator
from typing import Any

from sandbox.engine.rules.states.definitions.diagnostics import Diagnostic, schema
from sandbox.engine.rules.states.integrations import parameters, resources


def check(state: dict[str, Any], place: str) -> Iterator[Diagnostic]:
    """The problems of Resource and of the names in Parameters."""
    text = state["Resource"]
    resource = resources.read(text)
    if resource is None:
        yield schema(_unknown(text), f"{place}/Resource")
    elif resource.is_function:
        return
    else:
        shape = parameters.input_shape(resource.model, resource.operation)
        given = state.get("Parameters", {})
        for name in parameters.unknown_names(shape, given):
            yield schema(f'The field "{name}" is not supported by Step Functions', f"{place}/Parameters")
        yield from _missing(state, resource, shape, place)


def _unknown(text: str) -> str:
    if not text.startswith("arn:"):
        return "Value is not a valid resource ARN"
    problem = "The value is not a valid resource ARN, or the resource is not available in this region."
    return f"The resource provided {text} is not recognized. {problem}"


def _missing(state: dict[str, Any], resource: resources.Resource, shape: Any, place: str) -> Iterator[Diagnostic]:
    """Optimized integrations know what their API needs."""
    given = state.get("Parameters")
    if resource.is_sdk or not isinstance(given, dict):
        return
    named = {parameters.member(shape, name.removesuffix(".$")) for name in given}
    for name in shape.required_members:
        if name not in named:
            shown = name[:1].upper() + name[1:]
            yield schema(f'The field "{shown}" is required but was missing', f"{place}/Parameters")
