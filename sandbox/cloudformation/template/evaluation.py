"""Values that parameters alone decide, evaluated before anything is made, as CloudFormation does."""

from collections.abc import Iterator, Mapping
from typing import Any

from ministack.services.cloudformation import engine

from sandbox.cloudformation.template import conditions, stack_name
from sandbox.cloudformation.template.functions import SELECT
from sandbox.cloudformation.template.values import (
    PSEUDO_PARAMETERS,
    Conditions,
    function_of,
    is_made,
    parts_of,
    references,
)

Section = Mapping[str, Any]
Parameters = Mapping[str, Any]

_DEPLOYED = frozenset({"Fn::ImportValue", "Fn::GetAtt"})
# A stack's own id is known later, and its name where no stack is meant: then their values decide nothing here.
_NAME, _ID = "stack", "arn:aws:cloudformation:us-east-1:000000000000:stack/stack/id"
_OWN_NAME = {"AWS::StackName"}


def condition_values(template: Section, parameters: Parameters) -> dict[str, bool]:
    """The value of each condition of a template that was checked."""
    mappings = template.get("Mappings", {})
    return conditions.evaluate(template.get("Conditions", {}), lambda value: _evaluate(value, parameters, {}, mappings))


def check(template: Section, parameters: Parameters, values: Conditions) -> None:
    """Refuse functions that have no value for these parameters, such as a key that a mapping lacks.

    Raises:
        ValueError: AWS's sentence.

    """
    known = parameters.keys() | (PSEUDO_PARAMETERS if stack_name.current() else PSEUDO_PARAMETERS - _OWN_NAME)
    for section, part in (("Resources", "Properties"), ("Outputs", "Value")):
        for definition in template.get(section, {}).values():
            if is_made(definition, values):
                for call in _decided(definition.get(part, {}), known, values):
                    _evaluate(call, parameters, values, template.get("Mappings", {}))


def _decided(value: Any, known: Any, values: Conditions) -> Iterator[Any]:
    """The calls of functions in a value that need nothing but parameters."""
    called = function_of(value)
    if called and called[0] == "Fn::If":
        name, *branches = called[1]
        yield from _decided(branches[0 if values.get(name) else 1], known, values)
    elif called and _needs_nothing_else(value, known, values):
        yield value
    else:
        parts = parts_of(value)
        for part in parts:
            yield from _decided(part, known, values)


def _needs_nothing_else(call: Any, known: Any, values: Conditions) -> bool:
    names = {reference.name for reference in references(call, values)}
    return names <= known and not _uses_deployed(call)


def _uses_deployed(value: Any) -> bool:
    called = function_of(value)
    parts = parts_of(value)
    return bool(called and called[0] in _DEPLOYED) or any(_uses_deployed(part) for part in parts)


def _evaluate(value: Any, parameters: Parameters, values: Conditions, mappings: Section) -> Any:
    try:
        return engine._resolve_refs(value, {}, parameters, values, mappings, stack_name.current() or _NAME, _ID)
    except (TypeError, IndexError, KeyError, AttributeError):
        raise ValueError(f"Template error: {_problem(value)}") from None
    except ValueError as error:
        text = str(error)
        raise ValueError(text if text.startswith("Template") else f"Template error: {_problem(value)}") from None


def _problem(value: Any) -> str:
    called = function_of(value)
    function = called[0] if called else "a function"
    return SELECT if function == "Fn::Select" else f"{function} cannot be evaluated with these parameters"
