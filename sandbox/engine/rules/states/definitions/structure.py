"""Everything that is wrong with a definition."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.engine.rules.states.definitions import choices, fields, resources, transitions, values
from sandbox.engine.rules.states.definitions.diagnostics import Diagnostic, missing, schema, unsupported
from sandbox.engine.rules.states.definitions.fields import Fields

_LONGEST_NAME = 80  # developer guide, "Amazon States Language": state names
_ONLY_JSONATA = ("Output", "Arguments", "Items")


def diagnostics(definition: Any) -> list[Diagnostic]:
    """The problems of a definition, none if AWS takes it; transitions are judged only where the fields are right."""
    found = [*_flow(definition, "", fields.MACHINE)]
    if found:
        return found
    return [*_transitions(definition, ""), *_repeated_names(definition)]


def read(text: str) -> Any:
    """A definition from its text.

    Raises:
        ValueError: it is no JSON; the message says what is wrong.

    """
    return json.loads(text, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def branches(state: dict[str, Any], place: str) -> Iterator[tuple[dict[str, Any], str, Fields]]:
    """The flows inside a state, each with its place and its fields."""
    listed = state.get("Branches") if state.get("Type") == "Parallel" else None
    for number, branch in enumerate(listed if isinstance(listed, list) else []):
        yield branch, f"{place}/Branches[{number}]", fields.BRANCH
    for name in ("ItemProcessor", "Iterator"):
        if state.get("Type") == "Map" and isinstance(state.get(name), dict):
            yield state[name], f"{place}/{name}", fields.PROCESSOR


def _flow(flow: Any, place: str, allowed: Fields) -> Iterator[Diagnostic]:
    if not isinstance(flow, dict):
        yield schema("Expected value of type Object", place)
        return
    yield from _fields(flow, place, allowed)
    states = flow.get("States")
    if not isinstance(states, dict):
        return
    if not states:
        yield schema("Value must be a non-empty object", f"{place}/States")
    for name, state in states.items():
        yield from _state(name, state, f"{place}/States/{name}")


def _state(name: str, state: Any, place: str) -> Iterator[Diagnostic]:
    if not 0 < len(name) <= _LONGEST_NAME:
        yield Diagnostic("INVALID_STATE_NAME", f"Invalid State name: {name}", place)
    if not isinstance(state, dict):
        yield schema("Expected value of type Object", place)
        return
    allowed = fields.kind_of(state)
    if allowed is None:
        found = state.get("Type")
        yield from missing(["Type"], place) if found is None else [schema(f"Unknown state type: {found}", place)]
        return
    yield from _fields(state, place, allowed)
    yield from _inside(state, place)


def _inside(state: dict[str, Any], place: str) -> Iterator[Diagnostic]:
    if state["Type"] == "Choice" and "Choices" in state:
        yield from choices.check(state["Choices"], f"{place}/Choices")
    if state["Type"] == "Task" and isinstance(state.get("Resource"), str):
        yield from resources.check(state, place)
    if state["Type"] == "Parallel" and "Branches" in state and not _is_filled_list(state["Branches"]):
        yield schema("Value must be a non-empty array", f"{place}/Branches")
    for branch, where, allowed in branches(state, place):
        yield from _flow(branch, where, allowed)


def _is_filled_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


def _fields(holder: dict[str, Any], place: str, allowed: Fields) -> Iterator[Diagnostic]:
    further = [name for name in holder if name not in allowed.known]
    yield from unsupported((name for name in further if name not in _ONLY_JSONATA), place)
    for name in further:
        if name in _ONLY_JSONATA:
            problem = f"but field '{name}' is only supported for the 'JSONata' QueryLanguage"
            yield schema(f"The QueryLanguage is set to 'JSONPath', {problem}", place)
    yield from missing((name for name in allowed.required if name not in holder), place)
    yield from _alternatives(holder, place, allowed)
    for name, value in holder.items():
        yield from allowed.known.get(name, values.anything)(value, f"{place}/{name}")


def _alternatives(holder: dict[str, Any], place: str, allowed: Fields) -> Iterator[Diagnostic]:
    for group in allowed.alternatives:
        if sum(name in holder for name in group) > 1:
            yield schema(f"There should only be one of the following fields: [{', '.join(group)}]", place)
    for group in allowed.needed:
        if not any(name in holder for name in group):
            yield schema(f"One of the following fields is required: [{', '.join(group)}]", place)


def _transitions(flow: dict[str, Any], place: str) -> Iterator[Diagnostic]:
    yield from transitions.check(flow, place)
    for name, state in flow["States"].items():
        for branch, where, _ in branches(state, f"{place}/States/{name}"):
            yield from _transitions(branch, where)


def _names(flow: dict[str, Any], place: str) -> Iterator[tuple[str, str]]:
    for name, state in flow["States"].items():
        where = f"{place}/States/{name}"
        yield name, where
        for branch, inner, _ in branches(state, where):
            yield from _names(branch, inner)


def _repeated_names(definition: dict[str, Any]) -> Iterator[Diagnostic]:
    """State names are unique in the whole machine (States Language, "States Fields")."""
    seen: set[str] = set()
    for name, where in _names(definition, ""):
        if name in seen:
            yield Diagnostic("DUPLICATE_STATE_NAME", f"Duplicate State name: {name}", where)
        seen.add(name)
